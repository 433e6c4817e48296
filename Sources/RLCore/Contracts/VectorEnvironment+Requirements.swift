import Settings

/// What environments must be to be stepped together.
extension VectorEnvironment {
  /// All rows of a batch have one width, and all actions come from one set.
  static func requireEqualSpaces(_ environments: [E]) throws(ConfigurationError) {
    guard let first = environments.first else { return }
    for (index, environment) in environments.enumerated() {
      guard environment.observationSpace == first.observationSpace else {
        throw ConfigurationError(
          field: "environments", must: "all have the observations of the first, \(first.observationSpace.summary)",
          found: "\(environment.observationSpace.summary) in environment \(index)")
      }
      guard environment.actionSpace == first.actionSpace else {
        throw ConfigurationError(
          field: "environments", must: "all have the actions of the first, \(first.actionSpace)",
          found: "\(environment.actionSpace) in environment \(index)")
      }
      guard environment.masksActions == first.masksActions else {
        throw ConfigurationError(
          field: "environments", must: "all mask actions or none of them",
          found: "\(environment.masksActions) in environment \(index) and \(first.masksActions) in the first")
      }
    }
  }

  /// One object in several places would be stepped several times a step.
  static func requireSeparateObjects(_ environments: [E]) throws(ConfigurationError) {
    var places: [ObjectIdentifier: Int] = [:]
    for (index, environment) in environments.enumerated() {
      for object in environment.objects {
        guard let earlier = places.updateValue(index, forKey: object) else { continue }
        throw ConfigurationError(
          field: "environments", must: "be objects of their own, each made by itself",
          found: "the same object in places \(earlier) and \(index)")
      }
    }
  }
}

extension Environment {
  /// The objects that hold this environment's state: itself if it is one, and those of environments that it wraps.
  var objects: Set<ObjectIdentifier> {
    if type(of: self as Any) is AnyClass { return [ObjectIdentifier(self as AnyObject)] }
    var found: Set<ObjectIdentifier> = []
    for child in Mirror(reflecting: self).children {
      if let inner = child.value as? any Environment { found.formUnion(inner.objects) }
    }
    return found
  }
}
