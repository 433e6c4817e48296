import Persistence
import Tensors

/// What an archive holds of a learner, read and checked, but not yet taken over.
public struct LearnerState: Sendable {
  fileprivate let parameters: [Float]
  fileprivate let target: [Float]?
  fileprivate let memory: OptimizerMemory?
}

/// What an archive holds of an optimiser.
package struct OptimizerMemory: Sendable {
  fileprivate let values: [[Float]]
  fileprivate let stepCount: Int?
}

/// Archives of a learner: its blocks under their names, for training also those of the target under `target.`, and
/// what the optimiser remembers. What is frozen is archived for all learners of an agent together.
extension Learner {
  /// Adds the parameters; for training also the target and what the optimiser remembers.
  public func add(_ content: CheckpointContent, to archive: inout TensorArchive) {
    archive.add(parameters, layout: layout)
    guard content == .training else { return }
    if let target { archive.add(target, layout: layout, prefix: "target.") }
    addMemory(to: &archive)
  }

  /// Reads what ``add(_:to:)`` gave; the learner stays as it is.
  ///
  /// - Throws: `ArchiveError` if something is missing or of another shape.
  public func state(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) -> LearnerState {
    let parameters = try archive.parameters(layout)
    // A target of a policy from elsewhere is the policy itself.
    guard content == .training else { return LearnerState(parameters: parameters, target: parameters, memory: nil) }
    let target = self.target == nil ? nil : try archive.parameters(layout, prefix: "target.")
    return LearnerState(parameters: parameters, target: target, memory: try memory(from: archive))
  }

  /// Takes over a state.
  public func restore(_ state: LearnerState) {
    parameters.take(state.parameters)
    if let target, let values = state.target { target.take(values) }
    if let memory = state.memory { restore(memory) }
  }

  // MARK: Optimisers

  private var memoryName: String { name.isEmpty ? optimizer.name : "\(name).\(optimizer.name)" }

  /// Adds what the optimiser remembers.
  package func addMemory(to archive: inout TensorArchive) {
    for (part, values) in optimizer.memory {
      archive.add(.init(name: "\(memoryName).\(part)", shape: [values.count], values: values.array))
    }
    if let steps = optimizer.stepCount { archive.metadata["\(memoryName).step"] = String(steps) }
  }

  /// Reads what ``addMemory(to:)`` gave.
  package func memory(from archive: TensorArchive) throws(ArchiveError) -> OptimizerMemory {
    var values: [[Float]] = []
    for part in optimizer.memory {
      values.append(try archive.tensor("\(memoryName).\(part.name)", shape: [part.values.count]))
    }
    return OptimizerMemory(
      values: values, stepCount: optimizer.stepCount == nil ? nil : try archive.count("\(memoryName).step"))
  }

  /// Takes over what an optimiser remembered.
  package func restore(_ memory: OptimizerMemory) {
    for (part, values) in zip(optimizer.memory, memory.values) { part.values.take(values) }
    optimizer.stepCount = memory.stepCount
  }
}

extension TensorArchive {
  /// More than can ever be counted, and far enough from the largest number to be counted on from.
  package static var largestCount: Int { 1 << 53 }

  /// A count by its key.
  package func count(_ key: String) throws(ArchiveError) -> Int {
    let found = try text(key)
    guard let count = Int(found), (0...Self.largestCount).contains(count) else {
      throw ArchiveError("entry \(key) must be a count, was \(found)")
    }
    return count
  }

  /// Adds every block of a parameter buffer under its name.
  package mutating func add(_ parameters: AlignedBuffer<Float>, layout: ParameterLayout, prefix: String = "") {
    for entry in layout.entries {
      let values = UnsafeBufferPointer(start: parameters.pointer + entry.slice.offset, count: entry.slice.count)
      add(
        Tensor(name: prefix + entry.name, shape: [entry.slice.rows, entry.slice.columns], values: Array(values)))
    }
  }

  /// Every block of a parameter buffer, in the order of the layout: the content of the whole buffer.
  package func parameters(_ layout: ParameterLayout, prefix: String = "") throws(ArchiveError) -> [Float] {
    var values: [Float] = []
    // A layout can be of a network that somebody only claims: no more memory than there are numbers.
    values.reserveCapacity(min(layout.count, tensors.reduce(0) { $0 + $1.values.count }))
    for entry in layout.entries {
      values += try tensor(prefix + entry.name, shape: [entry.slice.rows, entry.slice.columns])
    }
    return values
  }
}
