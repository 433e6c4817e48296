import Settings

/// The shape of an observation: one flat row, cut into named groups.
public struct ObservationSpace: Sendable, Equatable, Codable {
  /// A run of equal rows within the observation: `opportunities`, 10 rows of 20 values.
  public struct Group: Sendable, Equatable, Codable {
    /// What the group describes.
    public let name: String
    /// How many rows it has; 1 for a plain vector.
    public let rows: Int
    /// Values a row.
    public let columns: Int
    /// Whether the first value of a row tells if the row holds data (1) or is padding (0).
    public let isPadded: Bool

    /// Values in the whole group.
    public var width: Int { rows * columns }

    /// Describes a group of `rows` × `columns` values.
    public init(_ name: String, rows: Int = 1, columns: Int, isPadded: Bool = false) {
      enforce(rows > 0 && columns > 0, "group \(name) must have values, was \(rows) × \(columns)")
      self.name = name
      self.rows = rows
      self.columns = columns
      self.isPadded = isPadded
    }
  }

  /// The groups in the order in which they lie in the row.
  public let groups: [Group]
  /// Values in an observation.
  public let width: Int

  /// An observation made of groups.
  public init(groups: [Group]) {
    self.groups = groups
    self.width = groups.reduce(0) { $0 + $1.width }
  }

  /// A plain vector of `width` values.
  public init(width: Int) {
    self.init(groups: [Group("observation", columns: width)])
  }
}
