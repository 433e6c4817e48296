/// What a header says of one tensor: its name, its shape and where its values lie.
struct ArchivePlace {
  let name: String
  let shape: [Int]
  let bytes: Range<Int>

  /// The tensors in the order of the file.
  ///
  /// They must fill its `size` bytes of values without gap or overlap, so that a small file cannot claim a large archive.
  static func places(_ entries: [String: Any], in size: Int) throws(ArchiveError) -> [ArchivePlace] {
    var places: [ArchivePlace] = []
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      guard let place = ArchivePlace(name: name, entry: entry, size: size) else {
        throw ArchiveError("tensor \(name) is not described as Float32 values within the file")
      }
      places.append(place)
    }
    places.sort {
      ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name) < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
    }
    var end = 0
    for place in places {
      guard place.bytes.lowerBound == end else {
        throw ArchiveError("tensor \(place.name) must begin at byte \(end), was at \(place.bytes.lowerBound)")
      }
      end = place.bytes.upperBound
    }
    guard end == size else { throw ArchiveError("must have \(end) bytes of values, was \(size)") }
    return places
  }

  /// Checks a description; `nil` if it is not one of Float32 values within `size` bytes.
  private init?(name: String, entry: Any, size: Int) {
    guard let fields = entry as? [String: Any], fields["dtype"] as? String == "F32",
      let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int], offsets.count == 2,
      (0...size).contains(offsets[0]), (offsets[0]...size).contains(offsets[1]),
      Self.byteCount(of: shape) == offsets[1] - offsets[0]
    else { return nil }
    (self.name, self.shape, bytes) = (name, shape, offsets[0]..<offsets[1])
  }

  /// Bytes of a shape; `nil` for negative sizes and for more than can be counted.
  private static func byteCount(of shape: [Int]) -> Int? {
    var count = MemoryLayout<Float>.size
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }
}
