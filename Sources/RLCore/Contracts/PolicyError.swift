/// Why a policy cannot act: what it is shown, or where it is put, is not what it was made for.
public enum PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Something has another shape: observations, masks, memories, spaces.
  ///
  /// - Parameters:
  ///   - field: What does not fit.
  ///   - must: The rule, as in "have 4 values each".
  ///   - found: What was found.
  case misfit(field: String, must: String, found: String)
  /// A value is infinite or no number, so that what would be chosen is chance, or even masked.
  case notFinite(quantity: String, found: String)
  /// A mask leaves a choice of an environment without a valid option.
  case noValidOption(environment: Int, choice: Int)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .misfit(let field, let must, let found): "\(field) must \(must), was \(found)"
    case .notFinite(let quantity, let found): "\(quantity) must be finite, was \(found)"
    case .noValidOption(let environment, let choice):
      "the mask of environment \(environment) must leave choice \(choice) a valid option, left none"
    }
  }
}
