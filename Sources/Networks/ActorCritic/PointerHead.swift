/// What a ``PointerBlueprint`` does with a group of rows: how it summarizes them, and which choices point at each.
public struct PointerHead: Codable, Sendable, Equatable {
  /// Name of the group in the observation space.
  public var group: String
  /// Logits of each row: 3 for ENTER in three sizes, 1 for EXIT; 0 if no choice points at the rows.
  ///
  /// The first logit of all rows comes before the second of any.
  public var choices: Int
  /// What the context sees of the group.
  public var pooling: [RowPooling]
  /// Whether each row adds a term of its own to the value.
  public var addsValue: Bool

  /// A group that choices point at; the context sees mean and maximum by default.
  public init(
    group: String, choices: Int, pooling: [RowPooling] = [.mean, .maximum], addsValue: Bool = false
  ) {
    self.group = group
    self.choices = choices
    self.pooling = pooling
    self.addsValue = addsValue
  }

  /// Reads a document, in which all but `group` and `choices` may be left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      group: try container.decode(String.self, forKey: .group),
      choices: try container.decode(Int.self, forKey: .choices),
      pooling: try container.decodeIfPresent([RowPooling].self, forKey: .pooling) ?? [.mean, .maximum],
      addsValue: try container.decodeIfPresent(Bool.self, forKey: .addsValue) ?? false)
  }
}
