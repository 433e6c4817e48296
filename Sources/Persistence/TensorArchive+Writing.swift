import Foundation

extension TensorArchive {
  /// The bytes of the file.
  ///
  /// Equal archives give equal bytes.
  ///
  /// - Throws: ``ArchiveError`` for text that JSON cannot hold, and for more names and text than a reader accepts.
  /// - Complexity: O(bytes); each value is copied once.
  public func serialized() throws(ArchiveError) -> Data {
    var header = try headerJSON(checksum: ArchiveLayout.emptyChecksum)
    guard header.count <= ArchiveLayout.maximumHeader else {
      throw ArchiveError("has \(header.count) bytes of names and text, at most \(ArchiveLayout.maximumHeader) fit")
    }
    var checksum = Checksum()
    header.withUnsafeBytes { checksum.add($0) }
    for tensor in tensors { Self.withFileBytes(of: tensor.values) { checksum.add($0) } }
    header = try headerJSON(checksum: checksum.text)
    let values = tensors.reduce(0) { $0 + $1.values.count }
    var file = Data(capacity: ArchiveLayout.prefix + header.count + MemoryLayout<Float>.size * values)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
    file.append(header)
    for tensor in tensors { Self.withFileBytes(of: tensor.values) { file.append(contentsOf: $0) } }
    return file
  }

  /// Writes the archive so that it appears whole or not at all.
  ///
  /// - Throws: ``ArchiveError``, or ``FileError/unwritable(path:reason:)``; the previous file is then intact.
  public func write(to url: URL) throws {
    try AtomicFile.write(serialized(), to: url)
  }

  /// Gives values as they lie in the file: little-endian, which on nearly all machines is how they lie in memory.
  private static func withFileBytes(of values: [Float], _ body: (UnsafeRawBufferPointer) -> Void) {
    #if _endian(little)
      values.withUnsafeBytes(body)
    #else
      values.map(\.bitPattern.littleEndian).withUnsafeBytes(body)
    #endif
  }

  private func headerJSON(checksum: String) throws(ArchiveError) -> Data {
    var texts = metadata
    texts[ArchiveLayout.checksumKey] = checksum
    texts[ArchiveLayout.versionKey] = Self.formatVersion
    var header: [String: Any] = [ArchiveLayout.metadataKey: texts]
    var offset = 0
    for tensor in tensors {
      let end = offset + MemoryLayout<Float>.size * tensor.values.count
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
