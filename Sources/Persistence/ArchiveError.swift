/// An archive that cannot be used; says what is wrong with it.
public struct ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, to be read behind the name of the file.
  public let problem: String

  /// Says what is wrong.
  public init(_ problem: String) { self.problem = problem }

  /// What is wrong with the file, as a sentence.
  public var description: String { problem }
}
