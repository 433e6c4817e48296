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
    /// Whether the rows are steps in time, oldest first: a window on a sequence.
    ///
    /// While an episode goes on, every row moves up by one with each step of the environment, and a new one comes last.
    /// Buffers keep each row once where that holds, and the windows as they are where it does not.
    public let isWindow: Bool

    /// Values in the whole group.
    public var width: Int { rows * columns }

    /// Describes a group of `rows` × `columns` values.
    public init(_ name: String, rows: Int = 1, columns: Int, isPadded: Bool = false, isWindow: Bool = false) {
      enforce(rows > 0 && columns > 0, "group \(name) must have values, was \(rows) × \(columns)")
      self.name = name
      self.rows = rows
      self.columns = columns
      self.isPadded = isPadded
      self.isWindow = isWindow
    }

    /// Reads a group; one that says nothing of it is no window.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      name = try fields.decode(String.self, forKey: .name)
      rows = try fields.decode(Int.self, forKey: .rows)
      columns = try fields.decode(Int.self, forKey: .columns)
      isPadded = try fields.decode(Bool.self, forKey: .isPadded)
      isWindow = try fields.decodeIfPresent(Bool.self, forKey: .isWindow) ?? false
    }

    /// Writes a group; `isWindow` only where it is true, so that other files stay as they were.
    public func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(name, forKey: .name)
      try fields.encode(rows, forKey: .rows)
      try fields.encode(columns, forKey: .columns)
      try fields.encode(isPadded, forKey: .isPadded)
      if isWindow { try fields.encode(isWindow, forKey: .isWindow) }
    }

    private enum CodingKeys: String, CodingKey {
      case name, rows, columns, isPadded, isWindow
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
