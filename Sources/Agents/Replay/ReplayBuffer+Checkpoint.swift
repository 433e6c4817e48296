import Foundation
import Persistence
import RLCore
import Tensors

/// Everything that a replay buffer holds, read from an archive and checked, but not yet taken over.
struct ReplayState {
  let head: Int
  let filled: Int
  let isOpen: Bool
  /// Rows of each environment from the oldest on, the one that is acted on next last.
  let rows: [Float]
  let masks: [Float]
  let finals: FinalObservations
  let windows: ReplayWindows?
  /// Priorities as `rows`, the greatest so far behind them; empty where draws are uniform.
  let priorities: [Float]

  /// Writes it into a buffer of the same shape, row by row where it lay: what is drawn next has the same bits.
  func restore(to buffer: ReplayBuffer) {
    (buffer.head, buffer.filled, buffer.isOpen, buffer.finals) = (head, filled, isOpen, finals)
    buffer.windows = windows
    let (width, maskWidth) = (buffer.shape.rowWidth, buffer.shape.maskWidth)
    rows.withUnsafeBufferPointer { rows in
      guard let source = rows.baseAddress else { return }
      buffer.forEachRow { index, place in
        (buffer.storage.pointer + place * width).update(from: source + index * width, count: width)
      }
    }
    if maskWidth > 0 {
      buffer.forEachRow { index, place in
        for flag in 0..<maskWidth {
          buffer.masks[place * maskWidth + flag] = masks[index * maskWidth + flag] == 0 ? 0 : 1
        }
      }
    }
    guard let tree = buffer.priorities?.tree, let largest = priorities.last else { return }
    buffer.priorities?.largest = largest
    tree.fill { leaves in
      for leaf in 0..<(buffer.slots + 1) * buffer.shape.environments { leaves[leaf] = 0 }
      buffer.forEachRow { index, place in leaves[place] = priorities[index] }
    }
  }
}

extension ReplayBuffer {
  /// Visits the rows in use, environment by environment, from the oldest to the one that is acted on next.
  func forEachRow(_ body: (_ index: Int, _ place: Int) -> Void) {
    for environment in 0..<shape.environments {
      for age in 0...filled {
        let slot = head - filled + age
        body(environment * (filled + 1) + age, place(environment, slot < 0 ? slot + slots + 1 : slot))
      }
    }
  }
}

extension TensorArchive {
  /// Adds everything that a replay buffer holds, under names that begin with `name`.
  mutating func add(_ replay: ReplayBuffer, as name: String = "replay") {
    let (shape, count) = (replay.shape, replay.filled + 1)
    var (rows, masks, priorities): ([Float], [Float], [Float]) = ([], [], [])
    rows.reserveCapacity(shape.environments * count * shape.rowWidth)
    replay.forEachRow { _, place in
      rows += UnsafeBufferPointer(start: replay.storage.pointer + place * shape.rowWidth, count: shape.rowWidth)
      masks += replay.masks[place * shape.maskWidth..<(place + 1) * shape.maskWidth].map { Float($0) }
      if let tree = replay.priorities?.tree { priorities.append(tree[place]) }
    }
    add(Tensor(name: "\(name).rows", shape: [shape.environments, count, shape.rowWidth], values: rows))
    if shape.maskWidth > 0 {
      add(Tensor(name: "\(name).masks", shape: [shape.environments, count, shape.maskWidth], values: masks))
    }
    if let state = replay.priorities {
      add(Tensor(name: "\(name).priorities", shape: [priorities.count + 1], values: priorities + [state.largest]))
      // What the priorities are powers of; whoever reads goes on with an exponent of its own.
      metadata["\(name).priorityExponent"] = String(state.configuration.priorityExponent)
    }
    replay.windows?.write(
      to: &self, as: "\(name).windows", places: replay.places(head: replay.head, filled: replay.filled),
      isOpen: replay.isOpen)
    let finals = replay.finals
    if finals.count > 0, finals.rowWidth > 0 {
      add(Tensor(name: "\(name).finals", shape: [finals.count, finals.rowWidth], values: finals.rows))
    }
    metadata["\(name).slots"] = String(replay.slots)
    metadata["\(name).head"] = String(replay.head)
    metadata["\(name).filled"] = String(replay.filled)
    metadata["\(name).isOpen"] = String(replay.isOpen)
    metadata["\(name).finals"] = String(finals.count)
    metadata["\(name).oldestFinal"] = String(finals.oldest)
  }

  /// What a replay buffer of the same shape held; the buffer itself is left alone.
  ///
  /// - Throws: `ArchiveError` if the archive lacks something or is of a buffer of another size.
  func replay(for buffer: ReplayBuffer, as name: String = "replay") throws(ArchiveError) -> ReplayState {
    let shape = buffer.shape
    let slots = try count("\(name).slots")
    guard slots == buffer.slots else {
      throw ArchiveError("has a replay buffer of \(slots) transitions an environment, \(buffer.slots) are needed")
    }
    let (head, filled) = (try count("\(name).head"), try count("\(name).filled"))
    guard head <= slots, filled <= slots else {
      throw ArchiveError("entry \(name).head must lie in the buffer, was \(head) with \(filled) transitions")
    }
    let rows = try tensor("\(name).rows", shape: [shape.environments, filled + 1, shape.rowWidth])
    let masks =
      shape.maskWidth == 0
      ? [] : try tensor("\(name).masks", shape: [shape.environments, filled + 1, shape.maskWidth])
    let priorities = try priorities(for: buffer, count: shape.environments * (filled + 1) + 1, as: name)
    let (finalCount, oldest) = (try count("\(name).finals"), try count("\(name).oldestFinal"))
    let width = shape.plainWidth + shape.maskWidth
    guard finalCount <= shape.environments * filled else {
      throw ArchiveError("\(name).finals must be of \(shape.environments * filled) transitions, was \(finalCount)")
    }
    let values = finalCount * width == 0 ? [] : try tensor("\(name).finals", shape: [finalCount, width])
    let finals = FinalObservations(
      width: shape.plainWidth, maskWidth: shape.maskWidth, rows: values, count: finalCount, oldest: oldest)
    let content = ReplayContent(rows: rows, environments: shape.environments, filled: filled, width: shape.rowWidth)
    try content.requireFinals(in: finals, as: name)
    try content.requireActions(from: shape.plainWidth, choices: shape.choices, as: name)
    try content.requirePriorities(priorities, as: name)
    let isOpen = try text("\(name).isOpen") == "true"
    let windows = try buffer.windows?.reading(
      self, as: "\(name).windows", places: buffer.places(head: head, filled: filled), isOpen: isOpen)
    return ReplayState(
      head: head, filled: filled, isOpen: isOpen, rows: rows, masks: masks, finals: finals, windows: windows,
      priorities: priorities)
  }

  /// Priorities in the powers that the buffer draws by: |error|^α becomes |error|^α′ where its α′ is another.
  ///
  /// Nothing is left to tell errors apart where α was 0.
  private func priorities(for buffer: ReplayBuffer, count: Int, as name: String) throws(ArchiveError) -> [Float] {
    guard let configuration = buffer.priorities?.configuration else { return [] }
    let values = try tensor("\(name).priorities", shape: [count])
    guard let text = metadata["\(name).priorityExponent"] else { return values }
    guard let exponent = Float(text), (0...1).contains(exponent) else {
      throw ArchiveError("entry \(name).priorityExponent must be in 0...1, was \(text)")
    }
    guard exponent > 0, exponent != configuration.priorityExponent else { return values }
    let power = configuration.priorityExponent / exponent
    // Rows that cannot be drawn have no priority, whatever the exponent.
    return values.map { $0 > 0 ? Float(pow(Double($0), Double(power))) : 0 }
  }
}
