/// A copy of what a learner's steps change.
struct LearnerCopy {
  private typealias Pair = (source: AlignedBuffer<Float>, copy: AlignedBuffer<Float>)

  /// The parameters and what the optimiser remembers.
  private let parts: [Pair]
  private let target: Pair?
  private let optimizer: any Optimizer
  private var stepCount: Int?
  private var hasTarget = false

  /// Takes the memory for a copy, without copying.
  init(of learner: Learner) {
    func pair(_ source: AlignedBuffer<Float>) -> Pair { (source, AlignedBuffer(count: source.count)) }
    parts = [pair(learner.parameters)] + learner.optimizer.memory.map { pair($0.values) }
    target = learner.target.map(pair)
    optimizer = learner.optimizer
  }

  /// Copies what there is now.
  mutating func take(target copiesTarget: Bool) {
    for part in parts { part.copy.assign(from: part.source) }
    stepCount = optimizer.stepCount
    hasTarget = copiesTarget
    if copiesTarget, let target { target.copy.assign(from: target.source) }
  }

  /// Gives back what was copied last.
  func restore() {
    for part in parts { part.source.assign(from: part.copy) }
    optimizer.stepCount = stepCount
    if hasTarget, let target { target.source.assign(from: target.copy) }
  }
}
