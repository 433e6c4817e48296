import Tensors

/// The true last observations of the episodes in a replay buffer, oldest first.
///
/// Everywhere else the next observation of a transition is the observation of the one behind it. Episodes leave in the
/// order in which they came, so a ring that doubles when it is full holds them.
struct FinalObservations {
  /// Tickets count to here and start again; a ring is never larger, so tickets in it differ.
  static let tickets = 1 << 23

  let width: Int
  let maskWidth: Int
  private var values: [Float]
  private var masks: [UInt8]
  /// Always a power of two.
  private var capacity = 64
  /// The ticket of the first.
  private(set) var oldest = 0
  private(set) var count = 0

  init(width: Int, maskWidth: Int) {
    self.width = width
    self.maskWidth = maskWidth
    values = [Float](repeating: 0, count: capacity * width)
    masks = [UInt8](repeating: 1, count: capacity * maskWidth)
  }

  /// A ring that holds some observations.
  ///
  /// - Parameters:
  ///   - width: Values of an observation.
  ///   - maskWidth: Flags of a mask.
  ///   - rows: Observation and flags of each, as ``rows`` gives them.
  ///   - count: How many there are.
  ///   - oldest: The ticket of the first.
  init(width: Int, maskWidth: Int, rows: [Float], count: Int, oldest: Int) {
    self.init(width: width, maskWidth: maskWidth)
    self.oldest = oldest % Self.tickets
    // Rows may have no values, but they have an address.
    (rows.isEmpty ? [0] : rows).withUnsafeBufferPointer { all in
      guard let start = all.baseAddress else { return }
      for index in 0..<count {
        let row = index * rowWidth
        let flags = (0..<maskWidth).map { all[row + width + $0] != 0 }
        _ = flags.withUnsafeBufferPointer { push(start + row, mask: $0.baseAddress) }
      }
    }
  }

  /// Values of an observation with its mask.
  var rowWidth: Int { width + maskWidth }

  /// Every observation with its mask, oldest first, [count × rowWidth].
  var rows: [Float] {
    var all: [Float] = []
    all.reserveCapacity(count * rowWidth)
    for index in 0..<count {
      let place = (oldest + index) % Self.tickets & (capacity - 1)
      all += values[place * width..<(place + 1) * width]
      all += masks[place * maskWidth..<(place + 1) * maskWidth].map { Float($0) }
    }
    return all
  }

  /// Whether the observation that an end refers to is here.
  func contains(_ end: EndCode) -> Bool {
    let position = end.ticket - oldest
    return (0..<count).contains(position < 0 ? position + Self.tickets : position)
  }

  /// Keeps an observation.
  ///
  /// - Returns: A ticket below ``tickets`` to find it by.
  mutating func push(_ observation: UnsafePointer<Float>, mask: UnsafePointer<Bool>?) -> Int {
    if count == capacity { grow() }
    let ticket = (oldest + count) % Self.tickets
    let place = ticket & (capacity - 1)
    for column in 0..<width { values[place * width + column] = observation[column] }
    if let mask { for flag in 0..<maskWidth { masks[place * maskWidth + flag] = mask[flag] ? 1 : 0 } }
    count += 1
    return ticket
  }

  /// Forgets the oldest.
  mutating func popFirst() {
    precondition(count > 0, "no final observation is left to forget")
    oldest = (oldest + 1) % Self.tickets
    count -= 1
  }

  /// Copies an observation, and its mask where there is one.
  func copy(_ ticket: Int, to target: UnsafeMutablePointer<Float>, mask: UnsafeMutablePointer<UInt8>?) {
    let place = ticket & (capacity - 1)
    values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      target.update(from: start + place * width, count: width)
    }
    guard let mask else { return }
    for flag in 0..<maskWidth { mask[flag] = masks[place * maskWidth + flag] }
  }

  private mutating func grow() {
    let larger = capacity * 2
    var grown = [Float](repeating: 0, count: larger * width)
    var grownMasks = [UInt8](repeating: 1, count: larger * maskWidth)
    for index in 0..<count {
      let ticket = (oldest + index) % Self.tickets
      let (from, to) = (ticket & (capacity - 1), ticket & (larger - 1))
      for column in 0..<width { grown[to * width + column] = values[from * width + column] }
      for flag in 0..<maskWidth { grownMasks[to * maskWidth + flag] = masks[from * maskWidth + flag] }
    }
    (values, masks, capacity) = (grown, grownMasks, larger)
  }
}
