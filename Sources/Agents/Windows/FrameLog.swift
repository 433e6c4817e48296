import RLCore

/// The rows of one environment's window, each kept once and numbered as it came.
///
/// A window is named by the number of its oldest row. Rows are added at one end and forgotten at the other, in chunks,
/// so that nothing is moved and no more memory is held than is needed.
struct FrameLog {
  let window: ObservationSpace.Window
  /// Rows of a chunk.
  private let chunkRows: Int
  private var chunks: [[Float]] = []
  /// The number of the first row of the first chunk.
  private var base = 0
  /// The number of the first row that is still needed.
  private(set) var first = 0
  /// The number that the next row gets.
  private(set) var next = 0
  /// The newest window; empty before the first.
  private var newest: [Float] = []

  /// A log of nothing.
  ///
  /// - Parameters:
  ///   - window: The shape of windows.
  ///   - expectedRows: About how many rows it will hold.
  init(_ window: ObservationSpace.Window, expectedRows: Int) {
    self.window = window
    chunkRows = Self.chunkRows(window, expectedRows: expectedRows)
  }

  /// A log of given rows, [count × columns], numbered from 0.
  init(_ window: ObservationSpace.Window, expectedRows: Int, rows: [Float]) {
    self.init(window, expectedRows: expectedRows)
    rows.withUnsafeBufferPointer { rows in
      guard let start = rows.baseAddress else { return }
      for row in 0..<rows.count / window.columns { append(start + row * window.columns) }
    }
    if next >= window.rows { newest = Array(rows.suffix(window.width)) }
  }

  private static func chunkRows(_ window: ObservationSpace.Window, expectedRows: Int) -> Int {
    min(1024, max(window.rows, expectedRows / 8))
  }

  /// Bytes of a log that holds so many rows.
  static func bytes(_ window: ObservationSpace.Window, rows: Int, expectedRows: Int) -> Int {
    // Rows begin and end within a chunk.
    let chunk = chunkRows(window, expectedRows: expectedRows)
    let chunks = (rows + chunk - 1) / chunk + 1
    return (chunks * chunk * window.columns + window.width) * MemoryLayout<Float>.stride
  }

  /// Bytes of the rows in memory.
  var bytes: Int {
    (chunks.reduce(newest.capacity) { $0 + $1.capacity }) * MemoryLayout<Float>.stride
  }

  /// Takes in a window; only rows that the one before does not hold are kept.
  ///
  /// - Returns: The number of its oldest row.
  mutating func push(_ shown: UnsafePointer<Float>) -> Int {
    let fresh =
      newest.isEmpty
      ? window.rows
      : newest.withUnsafeBufferPointer { older in
        older.baseAddress.map { window.newRows(in: shown, since: $0) } ?? window.rows
      }
    for row in window.rows - fresh..<window.rows { append(shown + row * window.columns) }
    let values = UnsafeBufferPointer(start: shown, count: window.width)
    if newest.isEmpty {
      newest = Array(values)
    } else {
      newest.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: values) }
    }
    return next - window.rows
  }

  private mutating func append(_ row: UnsafePointer<Float>) {
    let (chunk, place) = (next - base).quotientAndRemainder(dividingBy: chunkRows)
    if chunk == chunks.count { chunks.append([Float](repeating: 0, count: chunkRows * window.columns)) }
    chunks[chunk].withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return }
      (start + place * window.columns).update(from: row, count: window.columns)
    }
    next += 1
  }

  /// Copies a window.
  func copy(_ number: Int, to target: UnsafeMutablePointer<Float>) {
    copy(rows: number..<number + window.rows, to: target)
  }

  private func copy(rows: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    precondition(first <= rows.lowerBound && rows.upperBound <= next, "rows that were forgotten cannot be copied")
    var (row, target) = (rows.lowerBound - base, target)
    let end = rows.upperBound - base
    while row < end {
      let (chunk, place) = row.quotientAndRemainder(dividingBy: chunkRows)
      let count = min(chunkRows - place, end - row)
      chunks[chunk].withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        target.update(from: start + place * window.columns, count: count * window.columns)
      }
      target += count * window.columns
      row += count
    }
  }

  /// Forgets rows before a number.
  mutating func forget(before number: Int) {
    first = max(first, number)
    let gone = (first - base) / chunkRows
    guard gone > 0 else { return }
    chunks.removeFirst(gone)
    base += gone * chunkRows
  }

  /// Forgets everything; numbers start again.
  mutating func clear() { self = FrameLog(window, chunkRows: chunkRows) }

  private init(_ window: ObservationSpace.Window, chunkRows: Int) {
    self.window = window
    self.chunkRows = chunkRows
  }

  /// The rows that are needed, [count × columns].
  var rows: [Float] {
    let count = next - first
    return [Float](unsafeUninitializedCapacity: count * window.columns) { values, written in
      if let start = values.baseAddress, count > 0 { copy(rows: first..<next, to: start) }
      written = count * window.columns
    }
  }
}
