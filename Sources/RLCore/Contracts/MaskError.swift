/// A mask that leaves a choice without a valid option, so that nothing can be done.
public struct MaskError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The environment whose mask it is.
  public let environment: Int
  /// The choice without an option.
  public let choice: Int
  /// Environment steps taken when it appeared, over all environments.
  public let step: Int

  /// Names a mask.
  public init(environment: Int, choice: Int, step: Int) {
    self.environment = environment
    self.choice = choice
    self.step = step
  }

  /// The error as a sentence.
  public var description: String {
    "the mask of environment \(environment) must leave choice \(choice) a valid option, left none at step \(step)"
  }
}

extension ObservationBatch {
  /// Throws unless every choice of every environment has a valid option.
  ///
  /// - Parameters:
  ///   - choices: Options of each choice, in the order of the mask.
  ///   - step: Environment steps taken so far.
  /// - Throws: ``MaskError`` for the first that has none.
  public func requireValidOptions(of choices: [Int], at step: Int) throws(MaskError) {
    guard maskWidth > 0 else { return }
    for environment in 0..<count {
      var start = environment * maskWidth
      for (choice, options) in choices.enumerated() {
        guard masks[start..<start + options].contains(true) else {
          throw MaskError(environment: environment, choice: choice, step: step)
        }
        start += options
      }
    }
  }
}
