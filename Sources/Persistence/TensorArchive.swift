import Foundation

/// Named Float32 tensors with text about them: what a checkpoint holds.
///
/// The file layout is safetensors: eight bytes of header length (little-endian), a JSON header, raw little-endian values.
/// Nothing in it is executable, and any safetensors reader opens it. The header's `__metadata__` carries a CRC-64 over
/// header and values, so that a truncated or changed file is refused and never half-loaded.
public struct TensorArchive: Sendable, Equatable {
  /// One named block of values.
  public struct Tensor: Sendable, Equatable {
    /// Path of the tensor: `policy.0.weight`.
    public var name: String
    /// Sizes of the dimensions, slowest first.
    public var shape: [Int]
    /// Row-major values.
    public var values: [Float]

    /// A tensor of `shape.reduce(1, *)` values.
    public init(name: String, shape: [Int], values: [Float]) {
      precondition(
        shape.reduce(1, *) == values.count, "\(name) must have \(shape) values, was \(values.count)")
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// Version of the layout of our archives; a file of another one is refused.
  public static let formatVersion = "1"

  /// The tensors in the order of the file.
  public private(set) var tensors: [Tensor] = []
  /// Text by key: configurations, counters, provenance.
  public var metadata: [String: String] = [:]
  /// Where each tensor is, by name.
  private var places: [String: Int] = [:]

  /// An empty archive.
  public init() {}

  /// Adds a tensor.
  ///
  /// - Precondition: Its name is new.
  /// - Complexity: O(1) on average.
  public mutating func add(_ tensor: Tensor) {
    let isKnown = places.updateValue(tensors.count, forKey: tensor.name) != nil
    precondition(!isKnown, "tensor names must be unique, was \(tensor.name) again")
    tensors.append(tensor)
  }

  /// A tensor by name, checked against the shape that is needed.
  ///
  /// - Throws: ``ArchiveError`` that names the tensor, the shape needed and the shape found.
  /// - Complexity: O(1) on average.
  public func tensor(_ name: String, shape: [Int]) throws(ArchiveError) -> [Float] {
    guard let place = places[name] else { throw ArchiveError("has no tensor \(name)") }
    let tensor = tensors[place]
    guard tensor.shape == shape else {
      throw ArchiveError("tensor \(name) must have shape \(shape), was \(tensor.shape)")
    }
    return tensor.values
  }

  /// A metadata text by key.
  ///
  /// - Throws: ``ArchiveError`` that names the key.
  public func text(_ key: String) throws(ArchiveError) -> String {
    guard let value = metadata[key] else { throw ArchiveError("has no entry \(key)") }
    return value
  }

  /// A metadata value stored by ``encode(_:as:)``.
  public func decode<Value: Decodable>(_ type: Value.Type, from key: String) throws(ArchiveError) -> Value {
    let source = try text(key)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: Self.infinity, negativeInfinity: Self.negativeInfinity, nan: Self.notANumber)
    do {
      return try decoder.decode(type, from: Data(source.utf8))
    } catch {
      throw ArchiveError("entry \(key) cannot be understood: \(error)")
    }
  }

  /// What stands for numbers that JSON does not have: a run that met them must still be archived.
  private static let (infinity, negativeInfinity, notANumber) = ("inf", "-inf", "nan")

  /// Stores a value as JSON with sorted keys; numbers that are not finite are kept as well.
  public mutating func encode(_ value: some Encodable, as key: String) throws(ArchiveError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: Self.infinity, negativeInfinity: Self.negativeInfinity, nan: Self.notANumber)
    do {
      metadata[key] = String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw ArchiveError("entry \(key) cannot be stored: \(error)")
    }
  }
}
