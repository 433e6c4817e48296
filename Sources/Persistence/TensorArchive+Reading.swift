import Foundation

extension TensorArchive {
  /// Reads the bytes of a file.
  ///
  /// Nothing that a header claims is believed: shapes and places are checked before memory is taken, and the tensors
  /// must fill the file without gap or overlap, so that a small file cannot claim a large archive.
  ///
  /// - Throws: ``ArchiveError`` if the bytes are truncated, changed, of another version or not an archive at all.
  /// - Complexity: O(bytes); each value is copied once.
  public init(serialized file: Data) throws(ArchiveError) {
    self = try file.withUnsafeBytes { bytes in
      Result { () throws(ArchiveError) in try TensorArchive(bytes: bytes) }
    }.get()
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

  private init(bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
    let prefix = ArchiveLayout.prefix
    guard bytes.count >= prefix else { throw ArchiveError("is truncated: it has \(bytes.count) bytes") }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length > 1, length <= UInt64(bytes.count - prefix) else {
      throw ArchiveError("is truncated or no checkpoint: its header claims \(length) of \(bytes.count - prefix) bytes")
    }
    guard length <= UInt64(ArchiveLayout.maximumHeader) else {
      throw ArchiveError("is no checkpoint: its header has \(length) bytes, at most \(ArchiveLayout.maximumHeader) fit")
    }
    let end = prefix + Int(length)
    let header = UnsafeRawBufferPointer(rebasing: bytes[prefix..<end])
    let body = UnsafeRawBufferPointer(rebasing: bytes[end...])
    let root = (try? JSONSerialization.jsonObject(with: Data(header))) as? [String: Any]
    guard var entries = root, let texts = entries.removeValue(forKey: ArchiveLayout.metadataKey) as? [String: String]
    else {
      throw ArchiveError("is damaged or no checkpoint: its header is not the JSON of one")
    }
    guard let version = texts[ArchiveLayout.versionKey] else {
      throw ArchiveError("has no entry \(ArchiveLayout.versionKey)")
    }
    guard version == Self.formatVersion else {
      throw ArchiveError("has format version \(version), this library reads \(Self.formatVersion)")
    }
    try Self.check(header: header, body: body, claimed: texts[ArchiveLayout.checksumKey] ?? "")
    self.init()
    metadata = texts.filter { $0.key != ArchiveLayout.checksumKey && $0.key != ArchiveLayout.versionKey }
    for place in try ArchivePlace.places(entries, in: body.count) {
      let values = Self.values(UnsafeRawBufferPointer(rebasing: body[place.bytes]))
      add(Tensor(name: place.name, shape: place.shape, values: values))
    }
  }

  /// Compares the checksum, which was taken with zeros in its own place.
  private static func check(
    header: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer, claimed: String
  ) throws(ArchiveError) {
    guard claimed.utf8.count == 16 else { throw ArchiveError("is damaged: it has no checksum") }
    guard let place = header.firstRange(of: Array(ArchiveLayout.entry(checksum: claimed).utf8)) else {
      throw ArchiveError("is damaged: its checksum has no place in the header")
    }
    var checksum = Checksum()
    checksum.add(UnsafeRawBufferPointer(rebasing: header[..<place.lowerBound]))
    Array(ArchiveLayout.entry(checksum: ArchiveLayout.emptyChecksum).utf8).withUnsafeBytes { checksum.add($0) }
    checksum.add(UnsafeRawBufferPointer(rebasing: header[place.upperBound...]))
    checksum.add(body)
    guard checksum.text == claimed else {
      throw ArchiveError("is truncated or damaged: its checksum is \(checksum.text), the header says \(claimed)")
    }
  }

  private static func values(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    let values = [Float](unsafeUninitializedCapacity: bytes.count / MemoryLayout<Float>.size) { values, count in
      UnsafeMutableRawBufferPointer(values).copyMemory(from: bytes)
      count = values.count
    }
    #if _endian(little)
      return values
    #else
      return values.map { Float(bitPattern: UInt32(littleEndian: $0.bitPattern)) }
    #endif
  }
}

extension UnsafeRawBufferPointer {
  /// Where a run of bytes stands first.
  fileprivate func firstRange(of needle: [UInt8]) -> Range<Int>? {
    guard let first = needle.first, needle.count <= count else { return nil }
    for start in 0...count - needle.count where self[start] == first {
      let candidate = start..<start + needle.count
      if self[candidate].elementsEqual(needle) { return candidate }
    }
    return nil
  }
}
