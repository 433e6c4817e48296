import RLCore
import Randomness
import Testing

@testable import Agents

@Suite("Exploration noise")
struct ActionNoiseTests {
  private func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(values.count) }

  private func deviation(_ values: [Float]) -> Float {
    let center = mean(values)
    return mean(values.map { ($0 - center) * ($0 - center) }).squareRoot()
  }

  /// What a process adds to actions of zero, step by step.
  private func path(_ noise: ActionNoise, environments: Int, steps: Int) -> [[Float]] {
    var process = ActionNoiseProcess(noise, environments: environments, dimensions: 1)
    var random = RandomStream(seed: 4)
    return (0..<steps).map { step in
      var actions = [Float](repeating: 0, count: environments)
      process.perturb(&actions, isStart: [Bool](repeating: step == 0, count: environments), using: &random)
      return actions
    }
  }

  @Test("Gaussian noise has the deviation that was asked for and no memory")
  func gaussian() {
    let steps = path(.gaussian(deviation: 0.2), environments: 5000, steps: 2)
    #expect(abs(mean(steps[0])) < 0.01 && abs(deviation(steps[0]) - 0.2) < 0.005)
    let products = zip(steps[0], steps[1]).map { $0 * $1 }
    #expect(abs(mean(products)) < 0.04 * 0.05, "correlation of two steps")
  }

  @Test("An Ornstein–Uhlenbeck process grows to its stationary deviation and remembers by its reversion")
  func ornsteinUhlenbeck() {
    let (scale, reversion, timeStep) = (Float(0.2), Float(5), Float(0.1))
    let noise = ActionNoise.ornsteinUhlenbeck(deviation: scale, reversion: reversion, timeStep: timeStep)
    let steps = path(noise, environments: 5000, steps: 30)
    // x' = φ·x + s·ε with φ = 1 − reversion·timeStep and s = deviation·√timeStep.
    let (memory, push) = (1 - reversion * timeStep, scale * timeStep.squareRoot())
    #expect(abs(deviation(steps[0]) - push) < 0.002)
    let stationary = push / (1 - memory * memory).squareRoot()
    #expect(abs(deviation(steps[28]) - stationary) < 0.002)
    let covariance = mean(zip(steps[28], steps[29]).map { $0 * $1 })
    #expect(abs(covariance / (stationary * stationary) - memory) < 0.05)
    #expect(abs(mean(steps[29])) < 0.005)
  }

  @Test("The defaults are those of the paper")
  func defaults() {
    #expect(
      ActionNoise.ornsteinUhlenbeck(deviation: 0.2)
        == .ornsteinUhlenbeck(deviation: 0.2, reversion: 0.15, timeStep: 0.01))
  }

  @Test("The process starts anew with each episode, in the environment that starts and in no other")
  func resets() {
    let noise = ActionNoise.ornsteinUhlenbeck(deviation: 0.1, reversion: 1, timeStep: 0.25)
    func run(_ starts: [Bool]) -> [Float] {
      var process = ActionNoiseProcess(noise, environments: 2, dimensions: 2)
      process.restore([0.5, -0.5, 0.4, -0.4])
      var random = RandomStream(seed: 9)
      var actions = [Float](repeating: 0, count: 4)
      process.perturb(&actions, isStart: starts, using: &random)
      #expect(process.state == actions)
      return actions
    }
    var random = RandomStream(seed: 9)
    let pushes = (0..<4).map { _ in 0.05 * Float(random.normal()) }
    func expected(_ old: [Float]) -> [Float] { zip(old, pushes).map { 0.75 * $0 + $1 } }
    for (found, wanted) in [
      (run([false, false]), expected([0.5, -0.5, 0.4, -0.4])), (run([false, true]), expected([0.5, -0.5, 0, 0])),
      (run([true, false]), expected([0, 0, 0.4, -0.4])),
    ] {
      #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test("Actions with noise stay within ±1")
  func bounds() {
    for noise in [ActionNoise.gaussian(deviation: 3), .ornsteinUhlenbeck(deviation: 3, timeStep: 1)] {
      let values = path(noise, environments: 200, steps: 5).flatMap(\.self)
      #expect(values.allSatisfy { abs($0) <= 1 } && values.contains(1) && values.contains(-1))
    }
  }
}
