import Persistence
import RLCore

/// The windows of the observations that a buffer keeps, every row once.
///
/// A buffer keeps the rest of an observation and a mark for each window: the low 32 bits of the number of its oldest row
/// in the log of its environment.
struct WindowMemory {
  let windows: [ObservationSpace.Window]
  let environments: Int
  private let expectedRows: Int
  /// One for each window of each environment, [environments × windows].
  private var logs: [FrameLog]

  /// A memory of nothing.
  ///
  /// - Parameters:
  ///   - windows: Where they lie in an observation.
  ///   - environments: How many there are.
  ///   - expectedRows: About how many observations of each environment are kept at once.
  init(_ windows: [ObservationSpace.Window], environments: Int, expectedRows: Int) {
    self.windows = windows
    self.environments = environments
    self.expectedRows = expectedRows
    logs = (0..<environments).flatMap { _ in windows.map { FrameLog($0, expectedRows: expectedRows) } }
  }

  /// Marks of an observation.
  var markCount: Int { windows.count }

  /// Bytes of the rows in memory.
  var bytes: Int { logs.reduce(0) { $0 + $1.bytes } }

  /// Bytes for so many observations of each environment within one episode, marks included.
  ///
  /// An episode that begins costs the rows of a window once more.
  static func bytes(
    _ windows: [ObservationSpace.Window], environments: Int, observations: Int, marks: Int
  ) -> Int {
    windows.reduce(0) { sum, window in
      let rows = observations + window.rows - 1
      return sum + environments * FrameLog.bytes(window, rows: rows, expectedRows: observations)
        + environments * observations * marks * MemoryLayout<UInt32>.stride
    }
  }

  /// Keeps the windows of an observation.
  ///
  /// - Parameters:
  ///   - observation: All its values.
  ///   - environment: Whose it is.
  ///   - marks: Where the marks go.
  ///   - place: Of the first of ``markCount`` marks.
  mutating func keep(
    _ observation: UnsafePointer<Float>, of environment: Int, in marks: inout [UInt32], at place: Int
  ) {
    for (index, window) in windows.enumerated() {
      let number = logs[environment * windows.count + index].push(observation + window.start)
      marks[place + index] = UInt32(truncatingIfNeeded: number)
    }
  }

  /// Writes the windows of an observation into it.
  func show(_ marks: [UInt32], at place: Int, of environment: Int, in observation: UnsafeMutablePointer<Float>) {
    for (index, window) in windows.enumerated() {
      let log = logs[environment * windows.count + index]
      log.copy(number(marks[place + index], in: log), to: observation + window.start)
    }
  }

  /// Forgets all rows that are older than those of an observation.
  mutating func forget(before marks: [UInt32], at place: Int, of environment: Int) {
    for index in windows.indices {
      let log = environment * windows.count + index
      logs[log].forget(before: number(marks[place + index], in: logs[log]))
    }
  }

  /// Forgets everything.
  mutating func clear() { for log in logs.indices { logs[log].clear() } }

  private func number(_ mark: UInt32, in log: FrameLog) -> Int {
    log.first + Int(mark &- UInt32(truncatingIfNeeded: log.first))
  }
}

// MARK: Archives

extension WindowMemory {
  /// Adds all rows to an archive, and the marks of some observations as steps from one to the next.
  ///
  /// - Parameters:
  ///   - archive: Where they go.
  ///   - name: Comes before the names of all entries.
  ///   - marks: Of each environment, oldest first, [environments][marks × windows].
  func write(to archive: inout TensorArchive, as name: String, marks: [[UInt32]]) {
    for (index, window) in windows.enumerated() {
      let logs = (0..<environments).map { self.logs[$0 * windows.count + index] }
      let counts = logs.map { $0.next - $0.first }
      archive.metadata["\(name).\(index).counts"] = counts.map(String.init).joined(separator: " ")
      let rows = counts.reduce(0, +)
      if rows > 0 {
        archive.add(
          TensorArchive.Tensor(
            name: "\(name).\(index).rows", shape: [rows, window.columns], values: logs.flatMap(\.rows)))
      }
      var steps: [Float] = []
      for (environment, log) in logs.enumerated() {
        var last = log.first
        for place in stride(from: index, to: marks[environment].count, by: windows.count) {
          let number = number(marks[environment][place], in: log)
          steps.append(Float(number - last))
          last = number
        }
      }
      guard !steps.isEmpty else { continue }
      archive.add(
        TensorArchive.Tensor(
          name: "\(name).\(index).steps", shape: [environments, steps.count / max(environments, 1)], values: steps))
    }
  }

  /// A memory of the same shape with the rows of an archive, and the marks of its observations.
  ///
  /// - Parameters:
  ///   - archive: What ``write(to:as:marks:)`` added to.
  ///   - name: Comes before the names of all entries.
  ///   - count: Marks of each environment and window.
  /// - Returns: The memory, and the marks of each environment.
  /// - Throws: `ArchiveError` if something is missing, or a mark names rows that are not there.
  func reading(
    _ archive: TensorArchive, as name: String, count: Int
  ) throws(ArchiveError) -> (memory: WindowMemory, marks: [[UInt32]]) {
    var result = WindowMemory(windows, environments: environments, expectedRows: expectedRows)
    var marks = [[UInt32]](repeating: [UInt32](repeating: 0, count: count * windows.count), count: environments)
    for (index, window) in windows.enumerated() {
      let entry = "\(name).\(index)"
      let text = try archive.text("\(entry).counts")
      // Fewer than can ever lie in memory, so that their sum is a number.
      let counts = text.split(separator: " ").compactMap { Int($0) }.filter { (0...1 << 32).contains($0) }
      guard counts.count == environments else {
        throw ArchiveError("entry \(entry).counts must count the rows of \(environments) environments, was \(text)")
      }
      let total = counts.reduce(0, +)
      let rows = total == 0 ? [] : try archive.tensor("\(entry).rows", shape: [total, window.columns])
      let steps = count == 0 ? [] : try archive.tensor("\(entry).steps", shape: [environments, count])
      var start = 0
      for environment in 0..<environments {
        let end = start + counts[environment] * window.columns
        result.logs[environment * windows.count + index] = FrameLog(
          window, expectedRows: expectedRows, rows: Array(rows[start..<end]))
        start = end
        var number = 0
        for place in 0..<count {
          let step = steps[environment * count + place]
          guard step >= 0, step == step.rounded(), step <= Float(counts[environment]),
            number + Int(step) + window.rows <= counts[environment]
          else {
            throw ArchiveError("\(entry).steps must lead to rows that are there, was \(step) after \(number)")
          }
          number += Int(step)
          marks[environment][place * windows.count + index] = UInt32(truncatingIfNeeded: number)
        }
      }
    }
    return (result, marks)
  }
}
