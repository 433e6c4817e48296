import Settings

/// The rules of every venue, by name.
///
/// A venue has two tables of rules: one for its most liquid contracts (``majors``) and a more demanding one for all
/// others. A venue without an entry gets ``fallback``. Every value may be overridden by a configuration file.
public struct VenueRulebook: Configuration {
  /// The two tables of a venue.
  public struct Venue: Codable, Sendable, Equatable {
    /// Rules of the contracts named in ``VenueRulebook/majors``.
    public var majors: VenueRules
    /// Rules of every other contract.
    public var others: VenueRules

    /// A venue from its tables.
    public init(majors: VenueRules, others: VenueRules) {
      self.majors = majors
      self.others = others
    }
  }

  /// Rules by venue name in lower case.
  public var venues: [String: Venue]
  /// Rules of a venue that ``venues`` does not name.
  public var fallback: Venue
  /// Symbols held to the `majors` tables.
  public var majors: [String]

  /// A rulebook from its tables.
  public init(
    venues: [String: Venue] = VenueRulebook.standard.venues, fallback: Venue = VenueRulebook.standard.fallback,
    majors: [String] = VenueRulebook.standard.majors
  ) {
    self.venues = venues
    self.fallback = fallback
    self.majors = majors
  }

  /// The rules that a venue applies to a symbol.
  ///
  /// - Parameters:
  ///   - venue: Name of the venue; case does not matter.
  ///   - symbol: Symbol as the dataset names it.
  /// - Returns: The most specific rules there are.
  public func rules(venue: String, symbol: String) -> VenueRules {
    let entry = venues[venue.lowercased()] ?? fallback
    return majors.contains(symbol) ? entry.majors : entry.others
  }

  /// The maintenance-margin table that a venue applies to a symbol.
  public func tiers(venue: String, symbol: String) -> [MarginTier] {
    rules(venue: venue, symbol: symbol).marginTiers
  }

  /// Requires every value to lie in its range; the error names the first that does not.
  public func validate() throws(ConfigurationError) {
    for (name, venue) in venues.sorted(by: { $0.key < $1.key }) {
      try require(
        name == name.lowercased(), "venues.\(name)", must: "be named in lower case", found: name)
      try validate(venue, named: "venues.\(name)")
    }
    try validate(fallback, named: "fallback")
  }

  private func validate(_ venue: Venue, named name: String) throws(ConfigurationError) {
    for (kind, rules) in [("majors", venue.majors), ("others", venue.others)] {
      do {
        try rules.validate()
      } catch {
        throw ConfigurationError(field: "\(name).\(kind).\(error.field)", must: error.must, found: error.found)
      }
    }
  }
}
