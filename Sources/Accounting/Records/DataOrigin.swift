/// Where the prices and funding rates behind a result come from.
///
/// Every table and report prints ``label``, so that a result on generated data can never pass for one on real data.
public enum DataOrigin: Sendable, Equatable, Codable {
  /// Generated data; the detail names the seed: `seed 1`.
  case synthetic(detail: String)
  /// Recorded data; the detail names the folder.
  case recorded(detail: String)

  /// The text for headers: `synthetic data, seed 1` or `recorded data, market`.
  public var label: String {
    switch self {
    case .synthetic(let detail): "synthetic data, \(detail)"
    case .recorded(let detail): "recorded data, \(detail)"
    }
  }

  /// Whether the data was generated.
  public var isSynthetic: Bool {
    if case .synthetic = self { true } else { false }
  }
}
