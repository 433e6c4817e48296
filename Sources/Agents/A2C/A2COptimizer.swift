import Persistence
import RLCore
import Tensors

/// The optimiser that a configuration names, with its state.
enum A2COptimizer {
  case rmsprop(RMSprop)
  case adam(Adam)

  init(_ choice: A2CConfiguration.Optimizer, count: Int) {
    switch choice {
    case .rmsprop(let decay, let epsilon, let placement):
      self = .rmsprop(RMSprop(count: count, decay: decay, epsilon: epsilon, placement: placement))
    case .adam(let epsilon): self = .adam(Adam(count: count, epsilon: epsilon))
    }
  }

  /// Moves the parameters against the gradient; see `Adam.update`.
  mutating func update(
    _ parameters: AlignedBuffer<Float>, gradients: AlignedBuffer<Float>, rate: Float, scale: Float
  ) {
    switch self {
    case .rmsprop(var rmsprop): rmsprop.update(parameters, gradients: gradients, rate: rate, scale: scale)
    case .adam(var adam):
      adam.update(parameters, gradients: gradients, rate: rate, scale: scale)
      self = .adam(adam)
    }
  }

  // MARK: Checkpoints

  private static let meanSquareName = "rmsprop.meanSquare"

  /// Adds the state to an archive.
  func add(to archive: inout TensorArchive) {
    switch self {
    case .rmsprop(let rmsprop):
      let values = rmsprop.meanSquare.array
      archive.add(TensorArchive.Tensor(name: Self.meanSquareName, shape: [values.count], values: values))
    case .adam(let adam): archive.add(adam, as: "adam")
    }
  }

  /// Reads a state of the same kind, to be taken over later.
  ///
  /// - Returns: What takes it over.
  /// - Throws: `ArchiveError` where it is not there or does not fit.
  func reading(from archive: TensorArchive, count: Int) throws(ArchiveError) -> State {
    switch self {
    case .rmsprop: .rmsprop(meanSquare: try archive.tensor(Self.meanSquareName, shape: [count]))
    case .adam: .adam(try archive.adam("adam", count: count))
    }
  }

  /// What an optimiser remembers between two steps.
  enum State {
    case rmsprop(meanSquare: [Float])
    case adam(AdamState)
  }

  /// Takes over a state of the same kind.
  mutating func restore(_ state: State) {
    switch (self, state) {
    case (.rmsprop(let rmsprop), .rmsprop(let meanSquare)): rmsprop.meanSquare.take(meanSquare)
    case (.adam(var adam), .adam(let moments)):
      moments.restore(to: &adam)
      self = .adam(adam)
    default: preconditionFailure("Invariant: a state is read for the optimiser that it is restored to")
    }
  }
}
