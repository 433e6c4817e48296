import Envs

extension BenchmarkTask {
  /// The tasks of the classic suite.
  public static var classic: [BenchmarkTask] {
    [BenchmarkTask("CartPole-v1", source: InProcess { CartPole() })]
  }
}
