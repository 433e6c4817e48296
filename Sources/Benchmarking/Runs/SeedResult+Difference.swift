import RLCore
import Settings

extension SeedResult {
  /// How the run behind this result differs from what a preset asks for, or `nil` if it does not.
  ///
  /// A setting that the file does not name, since the agent did not have it then, counts as its default.
  func difference(from preset: Preset, registry: Registry) -> String? {
    if environments != preset.environments { return Self.sentence("environments", environments, preset.environments) }
    if steps != preset.totalSteps { return Self.sentence("steps", steps, preset.totalSteps) }
    do {
      let made = try registry.defaults(of: preset.agent).applying(settings).json
      return made.difference(from: preset.settings.json)
    } catch let error as ConfigurationError {
      return "\(error)"
    } catch {
      // An agent that is not registered has no defaults to fill in.
      return settings.difference(from: preset.settings.json)
    }
  }

  fileprivate static func sentence(_ field: String, _ old: some CustomStringConvertible, _ new: Int) -> String {
    "\(field) was \(old), is \(new) now"
  }
}

extension JSONValue {
  /// The first field in which a document differs from today's, as a sentence.
  fileprivate func difference(from now: JSONValue, at path: String = "") -> String? {
    guard self != now else { return nil }
    guard case .object(let old) = self, case .object(let new) = now else {
      return "\(path) was \(description), is \(now.description) now"
    }
    for name in Set(old.keys).union(new.keys).sorted() {
      let field = path.isEmpty ? name : "\(path).\(name)"
      if let found = (old[name] ?? .null).difference(from: new[name] ?? .null, at: field) { return found }
    }
    return nil
  }
}
