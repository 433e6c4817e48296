import RLCore
import Settings

/// An agent by name, with the settings that differ from its defaults: what a configuration file holds.
public struct AgentChoice: Sendable, Equatable {
  /// Which agent.
  public var agent: AgentID
  /// An object of settings.
  public var settings: JSONValue

  /// An agent with some settings.
  public init(_ agent: AgentID, settings: JSONValue = .object([:])) {
    self.agent = agent
    self.settings = settings
  }

  /// Reads `{"agent": "sac", "settings": {…}}`.
  ///
  /// - Throws: `ConfigurationError` that names the field.
  public init(json text: String) throws(ConfigurationError) {
    let document = try JSONValue(parsing: text)
    guard case .object(let fields) = document else {
      throw ConfigurationError(field: "the document", must: "be an object", found: "\(document)")
    }
    if let unknown = fields.keys.filter({ $0 != "agent" && $0 != "settings" }).min() {
      throw ConfigurationError(field: unknown, must: "be one of agent, settings", found: "unknown")
    }
    guard case .text(let name) = fields["agent"] else {
      throw ConfigurationError(
        field: "agent", must: "name an agent", found: fields["agent"].map { "\($0)" } ?? "nothing")
    }
    self.init(AgentID(name), settings: fields["settings"] ?? .object([:]))
  }
}
