/// The version of the package, as run directories and checkpoints record it.
public enum RLFrameworkVersion {
  /// Semantic version.
  public static let current = "0.1.0"
}
