import Settings

/// An encoder by the name of the group that it encodes.
///
/// As JSON the encoder's own settings lie beside its name:
/// `{"group": "opportunities", "encoder": "attention", "embedding": 40, "heads": 4, "outputs": 64}`; those left out are
/// its defaults.
public struct GroupEncoder: Codable, Sendable, Equatable {
  /// Name of the group in the observation space.
  public var group: String
  /// What encodes it.
  public var encoder: any ObservationEncoder

  /// Assigns an encoder to a group.
  public init(_ group: String, _ encoder: any ObservationEncoder) {
    self.group = group
    self.encoder = encoder
  }

  /// Whether both encode the same group in the same way.
  public static func == (left: Self, right: Self) -> Bool {
    left.group == right.group && left.encoder.isEqual(to: right.encoder)
  }

  /// Reads the group, finds the encoder by its name and applies the rest to the encoder's defaults.
  ///
  /// - Throws: `ConfigurationError` if the name is unknown or a setting is.
  public init(from decoder: any Decoder) throws {
    let document = try JSONValue(from: decoder)
    guard case .object(var fields) = document, case .text(let group)? = fields.removeValue(forKey: "group") else {
      throw ConfigurationError(field: "network.encoders", must: "name the group of each", found: document.description)
    }
    let registry = EncoderRegistry.current
    let found = fields.removeValue(forKey: "encoder")
    guard case .text(let name)? = found, let type = registry.encoder(named: name) else {
      throw ConfigurationError(
        field: "network.encoders.\(group).encoder", must: "be one of \(registry.names.joined(separator: ", "))",
        found: found?.description ?? "nothing")
    }
    self.group = group
    do {
      encoder = try type.init().applying(.object(fields))
    } catch { throw error.within("network.encoders.\(group)") }
  }

  /// Writes the group, the encoder's name and its settings side by side.
  public func encode(to target: any Encoder) throws {
    var fields: [String: JSONValue] = [:]
    if case .object(let settings) = encoder.json { fields = settings }
    fields["group"] = .text(group)
    fields["encoder"] = .text(type(of: encoder).name)
    try JSONValue.object(fields).encode(to: target)
  }
}

extension ConfigurationError {
  /// The same error, with the path of the group of settings before its field.
  func within(_ path: String) -> ConfigurationError {
    ConfigurationError(field: "\(path).\(field)", must: must, found: found)
  }
}

/// Requires a number of features in 1...8192.
func requireOutputs(_ outputs: Int, _ field: String = "outputs") throws(ConfigurationError) {
  try require((1...8192).contains(outputs), field, must: "be in 1...8192", found: outputs)
}
