/// Something that keeps an experiment from running, said in one sentence.
public struct ExperimentError: Error, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// An error from its sentence.
  public init(_ sentence: String) { description = sentence }
}
