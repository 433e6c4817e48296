import Foundation

extension TensorArchive {
  private static let checksumKey = "checksum"
  private static let versionKey = "format_version"
  private static let emptyChecksum = String(repeating: "0", count: 16)

  /// The bytes of the file.
  ///
  /// Equal archives give equal bytes.
  public func serialized() throws(ArchiveError) -> Data {
    var body = Data()
    for tensor in tensors {
      tensor.values.withUnsafeBufferPointer { values in
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { body.append(contentsOf: $0) } }
      }
    }
    var header = try headerJSON(checksum: Self.emptyChecksum)
    var checksum = Checksum()
    checksum.add(header)
    checksum.add(body)
    header = try headerJSON(checksum: checksum.text)
    var file = Data()
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
    file.append(header)
    file.append(body)
    return file
  }

  /// Reads the bytes of a file.
  ///
  /// - Throws: ``ArchiveError`` where the bytes are truncated, changed, of another version or not an archive at all.
  public init(serialized file: Data) throws(ArchiveError) {
    let bytes = [UInt8](file)
    guard bytes.count >= 8 else { throw ArchiveError("is truncated: it has \(bytes.count) bytes") }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length > 1, length <= UInt64(bytes.count - 8) else {
      throw ArchiveError("is truncated or no checkpoint: its header claims \(length) of \(bytes.count - 8) bytes")
    }
    let header = Array(bytes[8..<8 + Int(length)])
    let body = bytes[(8 + Int(length))...]
    let root = (try? JSONSerialization.jsonObject(with: Data(header))) as? [String: Any]
    guard var entries = root, let texts = entries.removeValue(forKey: "__metadata__") as? [String: String] else {
      throw ArchiveError("is damaged or no checkpoint: its header is not the JSON of one")
    }
    guard let version = texts[Self.versionKey] else { throw ArchiveError("has no entry \(Self.versionKey)") }
    guard version == Self.formatVersion else {
      throw ArchiveError("has format version \(version), this library reads \(Self.formatVersion)")
    }
    try Self.check(header: header, body: body, claimed: texts[Self.checksumKey] ?? "")
    metadata = texts.filter { $0.key != Self.checksumKey && $0.key != Self.versionKey }
    try readTensors(entries, from: body)
  }

  /// Writes the archive so that it appears whole or not at all.
  public func write(to url: URL) throws {
    try AtomicFile.write(serialized(), to: url)
  }

  /// Reads an archive from a file.
  ///
  /// - Throws: ``FileError`` that names the file and what is wrong with it.
  public static func read(_ url: URL) throws(FileError) -> TensorArchive {
    let file = try AtomicFile.read(url)
    do throws(ArchiveError) {
      return try TensorArchive(serialized: file)
    } catch {
      throw .unusable(path: url.path, problem: error.problem)
    }
  }

  private static func check(header: [UInt8], body: ArraySlice<UInt8>, claimed: String) throws(ArchiveError) {
    // The checksum was taken with zeros in its own place.
    guard claimed.utf8.count == 16 else { throw ArchiveError("is damaged: it has no checksum") }
    let needle = Array("\"\(checksumKey)\":\"\(claimed)\"".utf8)
    let blank = Array("\"\(checksumKey)\":\"\(emptyChecksum)\"".utf8)
    guard
      let place = (0...(header.count - needle.count)).first(where: { start in
        header[start..<start + needle.count].elementsEqual(needle)
      })
    else { throw ArchiveError("is damaged: its checksum has no place in the header") }
    var restored = header
    restored.replaceSubrange(place..<place + needle.count, with: blank)
    var checksum = Checksum()
    checksum.add(restored)
    checksum.add(body)
    guard checksum.text == claimed else {
      throw ArchiveError("is truncated or damaged: its checksum is \(checksum.text), the header says \(claimed)")
    }
  }

  private mutating func readTensors(_ entries: [String: Any], from body: ArraySlice<UInt8>) throws(ArchiveError) {
    var found: [(start: Int, tensor: Tensor)] = []
    for (name, entry) in entries {
      guard let fields = entry as? [String: Any], fields["dtype"] as? String == "F32",
        let shape = fields["shape"] as? [Int], shape.allSatisfy({ $0 >= 0 }),
        let offsets = fields["data_offsets"] as? [Int], offsets.count == 2, offsets[0] >= 0,
        offsets[0] <= offsets[1], offsets[1] <= body.count, offsets[1] - offsets[0] == shape.reduce(4, *)
      else { throw ArchiveError("tensor \(name) is not described as Float32 values within the file") }
      let values = stride(from: body.startIndex + offsets[0], to: body.startIndex + offsets[1], by: 4).map { at in
        Float(
          bitPattern: UInt32(body[at]) | UInt32(body[at + 1]) << 8 | UInt32(body[at + 2]) << 16
            | UInt32(body[at + 3]) << 24)
      }
      found.append((offsets[0], Tensor(name: name, shape: shape, values: values)))
    }
    tensors = found.sorted { ($0.start, $0.tensor.name) < ($1.start, $1.tensor.name) }.map(\.tensor)
  }

  private func headerJSON(checksum: String) throws(ArchiveError) -> Data {
    var texts = metadata
    texts[Self.checksumKey] = checksum
    texts[Self.versionKey] = Self.formatVersion
    var header: [String: Any] = ["__metadata__": texts]
    var offset = 0
    for tensor in tensors {
      let end = offset + 4 * tensor.values.count
      header[tensor.name] = ["dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, end]] as [String: Any]
      offset = end
    }
    do {
      return try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    } catch {
      throw ArchiveError("cannot be described as JSON: \(error)")
    }
  }
}
