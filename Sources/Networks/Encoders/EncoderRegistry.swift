/// Encoders by name, for documents.
///
/// Names are looked up where a document is decoded, in the registry that is current there:
///
/// ```swift
/// try EncoderRegistry.$current.withValue(.standard.adding(WaveletEncoder.self)) {
///   try Registry.standard.agent("ppo", settings: document, in: context)
/// }
/// ```
///
/// A task-local value is inherited by child tasks, not by threads that are started by hand.
public struct EncoderRegistry: Sendable {
  /// The encoders of this library.
  public static let standard = EncoderRegistry()
    .adding(LinearEncoder.self).adding(PoolingEncoder.self).adding(AttentionEncoder.self)
    .adding(LSTMEncoder.self).adding(GRUEncoder.self).adding(ConvolutionalEncoder.self)
    .adding(TransformerEncoder.self)

  /// The registry that decoding uses; ``standard`` unless it is bound to another for a scope.
  @TaskLocal public static var current = EncoderRegistry.standard

  private var types: [String: any ObservationEncoder.Type] = [:]

  /// A registry without encoders.
  public init() {}

  /// All names, sorted.
  public var names: [String] { types.keys.sorted() }

  /// This registry with another encoder, which takes the place of one with the same name.
  public func adding(_ type: any ObservationEncoder.Type) -> EncoderRegistry {
    var registry = self
    registry.types[type.name] = type
    return registry
  }

  /// The encoder of a name.
  public func encoder(named name: String) -> (any ObservationEncoder.Type)? { types[name] }
}
