import RLCore
import Settings
import Tensors

/// How a group of an observation becomes features: settings with a name, so that a document can ask for them.
///
/// To add one of your own, conform settings and make a ``Network`` of them that maps the group's columns,
/// [samples × group width], to [samples × outputs]. A value of it can be put into an ``ObservationEncoding`` at once; to
/// be read from JSON by its name it must be in ``EncoderRegistry/current``.
public protocol ObservationEncoder: Configuration {
  /// What documents call it: `attention`.
  static var name: String { get }

  /// The default settings, to which a document applies its own.
  init()

  /// Features that come out for a group.
  func outputs(for group: ObservationSpace.Group) -> Int

  /// What it does with a group in a few words, for `rl describe`; its name unless an encoder says more.
  func summary(for group: ObservationSpace.Group) -> String

  /// Reserves the parameters.
  ///
  /// - Parameters:
  ///   - name: Comes before the names of all parameters.
  ///   - group: What is encoded.
  ///   - layout: Where the parameters go.
  /// - Returns: A network from the group's columns to the features.
  /// - Throws: `ConfigurationError` if the encoder cannot read such a group.
  func build(
    _ name: String, for group: ObservationSpace.Group, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network
}

extension ObservationEncoder {
  /// The name of the encoder.
  public func summary(for group: ObservationSpace.Group) -> String { Self.name }

  /// Whether another encoder is of the same kind with the same settings.
  func isEqual(to other: any ObservationEncoder) -> Bool { (other as? Self) == self }
}

extension Initializer {
  /// Orthogonal with a gain of √2: how layers before a ReLU start.
  static let orthogonalReLU = Initializer.orthogonal(gain: Float(2).squareRoot())
}
