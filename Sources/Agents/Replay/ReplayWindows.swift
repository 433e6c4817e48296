import Persistence
import RLCore
import Tensors

/// The windows in the observations of a replay buffer: each row of them once, and for every transition where its window
/// begins and where the window that followed does.
///
/// That of an episode's true final observation lies between those of the episode and of the next one, so that it costs
/// one row as any other.
struct ReplayWindows {
  let plain: PlainColumns
  private let environments: Int
  private var memory: WindowMemory
  /// Marks of each row, then those of what followed it, [rows × 2 × windows].
  private var marks: [UInt32]

  /// Room for the windows of so many rows; `nil` where there are none.
  init?(_ shape: ReplayShape, slots: Int) {
    guard let plain = shape.plain else { return nil }
    self.plain = plain
    environments = shape.environments
    memory = WindowMemory(shape.windows, environments: shape.environments, expectedRows: slots + 1)
    marks = [UInt32](repeating: 0, count: shape.environments * (slots + 1) * 2 * shape.windows.count)
  }

  /// Bytes in use.
  var bytes: Int { memory.bytes + marks.count * MemoryLayout<UInt32>.stride }

  private func mark(_ place: Int) -> Int { 2 * place * memory.markCount }
  private func nextMark(_ place: Int) -> Int { mark(place) + memory.markCount }

  /// Keeps the windows of the observation of a row.
  mutating func keep(_ observation: UnsafePointer<Float>, of environment: Int, at place: Int) {
    memory.keep(observation, of: environment, in: &marks, at: mark(place))
  }

  /// Keeps the windows of the final observation that followed a row.
  mutating func keepFinal(_ observation: UnsafePointer<Float>, of environment: Int, after place: Int) {
    memory.keep(observation, of: environment, in: &marks, at: nextMark(place))
  }

  /// Notes that a row is followed by another.
  mutating func follow(_ place: Int, by next: Int) {
    for window in 0..<memory.markCount { marks[nextMark(place) + window] = marks[mark(next) + window] }
  }

  /// Forgets what only rows before one showed.
  mutating func forget(before place: Int, of environment: Int) {
    memory.forget(before: marks, at: mark(place), of: environment)
  }

  /// Writes the windows of a row into its observation.
  func show(_ place: Int, of environment: Int, in observation: UnsafeMutablePointer<Float>) {
    memory.show(marks, at: mark(place), of: environment, in: observation)
  }

  /// Writes the windows that followed a row into the observation.
  func showNext(_ place: Int, of environment: Int, in observation: UnsafeMutablePointer<Float>) {
    memory.show(marks, at: nextMark(place), of: environment, in: observation)
  }
}

extension ReplayBuffer {
  /// Keeps the observation of a row.
  func keep(_ observation: UnsafePointer<Float>, of environment: Int, at slot: Int) {
    let target = row(environment, slot)
    guard let plain = shape.plain else { return target.update(from: observation, count: shape.width) }
    plain.extract(observation, to: target)
    windows?.keep(observation, of: environment, at: place(environment, slot))
  }

  /// Calls back with the values of an observation that lie in no window.
  func withPlainValues<Result>(
    of observation: UnsafePointer<Float>, _ body: (UnsafePointer<Float>) -> Result
  ) -> Result {
    guard let plain = shape.plain else { return body(observation) }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: max(plain.width, 1)) { values in
      guard let start = values.baseAddress else { return body(observation) }
      start.initialize(repeating: 0, count: values.count)
      plain.extract(observation, to: start)
      return body(start)
    }
  }

  /// Joins the rows before the head to the observations at the head, where no episode ended between them, and forgets
  /// what was shown before the oldest.
  func joinWindows() {
    guard windows != nil else { return }
    let oldest = head - filled
    for environment in 0..<shape.environments {
      let last = previous(head)
      if filled > 0, row(environment, last)[endColumn] == 0 {
        windows?.follow(place(environment, last), by: place(environment, head))
      }
      windows?.forget(before: place(environment, oldest < 0 ? oldest + slots + 1 : oldest), of: environment)
    }
  }

  /// Puts the observations of a batch together from plain values and windows.
  func assemble(_ batch: ReplayBatch) {
    guard let windows else { return }
    let (width, plain, ring) = (shape.width, windows.plain, slots + 1)
    for index in 0..<batch.count {
      let (place, behind) = (batch.rows[index], batch.behind[index])
      let environment = place / ring
      let observation = batch.observations.pointer + index * width
      plain.insert(batch.plain.pointer + index * plain.width, in: observation)
      windows.show(place, of: environment, in: observation)
      let next = batch.nextObservations.pointer + index * width
      plain.insert(batch.nextPlain.pointer + index * plain.width, in: next)
      // The last step that was summed lies before the observation behind it.
      windows.showNext(behind % ring == 0 ? behind + slots : behind - 1, of: environment, in: next)
    }
  }
}

// MARK: Archives

extension ReplayBuffer {
  /// The rows of each environment from the oldest transition to the one acted on next, for a buffer in some state.
  func places(head: Int, filled: Int) -> [[Int]] {
    (0..<shape.environments).map { environment in
      (0...filled).map { age in
        let slot = head - filled + age
        return place(environment, slot < 0 ? slot + slots + 1 : slot)
      }
    }
  }
}

extension ReplayWindows {
  /// Adds everything to an archive.
  ///
  /// - Parameters:
  ///   - archive: Where it goes.
  ///   - name: Comes before the names of all entries.
  ///   - places: The rows of each environment, oldest first, the one acted on next last.
  ///   - isOpen: Whether that one holds an observation.
  func write(to archive: inout TensorArchive, as name: String, places: [[Int]], isOpen: Bool) {
    memory.write(
      to: &archive, as: name,
      marks: places.map { places in
        let transitions = places.dropLast().flatMap { marks[mark($0)..<nextMark($0) + memory.markCount] }
        guard isOpen, let next = places.last else { return transitions }
        return transitions + marks[mark(next)..<nextMark(next)]
      })
  }

  /// The windows that ``write(to:as:places:isOpen:)`` added to an archive.
  ///
  /// - Throws: `ArchiveError` if they are damaged or of another buffer.
  func reading(
    _ archive: TensorArchive, as name: String, places: [[Int]], isOpen: Bool
  ) throws(ArchiveError) -> ReplayWindows {
    let filled = (places.first?.count ?? 1) - 1
    let (memory, found) = try memory.reading(archive, as: name, count: 2 * filled + (isOpen ? 1 : 0))
    var result = self
    result.memory = memory
    for (places, found) in zip(places, found) {
      for (age, place) in places.enumerated() {
        let start = 2 * age * memory.markCount
        for (index, value) in found[start..<min(start + 2 * memory.markCount, found.count)].enumerated() {
          result.marks[mark(place) + index] = value
        }
      }
    }
    return result
  }
}
