import RLCore
import Randomness
import Tensors

/// The functions of state-dependent noise that the environments are explored with, and when new ones are due.
struct SmoothExplorer {
  private(set) var noise: StateDependentNoise?
  /// Steps of every environment since the last gradient steps.
  private(set) var steps = 0

  init(_ noise: StateDependentNoise?) { self.noise = noise }

  /// New functions are drawn before the next step.
  mutating func restart() { steps = 0 }

  /// The noise of the next step, or `nil` if each action draws its own.
  mutating func noise(
    environments: Int, parameters: AlignedBuffer<Float>, using random: inout RandomStream
  ) -> StateDependentNoise? {
    guard var current = noise else { return nil }
    if current.isDue(at: steps) || current.matrices.isEmpty {
      current.draw(environments: environments, parameters: parameters, using: &random)
    }
    steps += 1
    noise = current
    return current
  }

  /// Goes on from a checkpoint.
  mutating func restore(steps: Int, matrices: [Float]) {
    self.steps = steps
    noise?.replaceMatrices(matrices)
  }
}
