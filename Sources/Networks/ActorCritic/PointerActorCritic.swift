import RLCore
import Tensors

/// See ``PointerBlueprint``.
struct PointerActorCritic: ActorCritic {
  /// Columns of the observation that the context reads as they are.
  let plain: [Range<Int>]
  let rows: [Rows]
  let context: LinearLayer
  /// The first logits.
  let contextLogits: LinearLayer?
  /// The logits of rows that choices point at.
  let pointers: [Scored]
  /// From the context to the value.
  let valueHead: MLP
  /// What rows add to the value.
  let valueTerms: [Scored]

  let sharesParameters = true

  /// A group whose rows are embedded.
  struct Rows: Sendable {
    let group: ObservationSpace.Group
    let start: Int
    let pooling: [RowPooling]
    let embedding: LinearLayer
  }

  /// A scorer with the index in ``rows`` of the group that it scores.
  struct Scored: Sendable {
    let rows: Int
    let scorer: RowScorer
  }

  /// What an observation became: the rows of each group, which of them hold data, and the context.
  private struct Features {
    let rows: [(embedded: Variable, mask: UnsafePointer<UInt8>?)]
    let context: Variable
  }

  func policy<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    policy(features(observations, on: tape), on: tape)
  }

  func value<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    value(features(observations, on: tape), on: tape)
  }

  func policyAndValue<Scalar>(
    _ observations: Variable, on tape: Tape<Scalar>
  ) -> (policy: Variable, value: Variable) {
    let features = features(observations, on: tape)
    return (policy(features, on: tape), value(features, on: tape))
  }

  @_specialize(where Scalar == Float)
  private func features<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Features {
    var parts = plain.map { tape.slice(observations, columns: $0) }
    let embedded = rows.map { rows in
      let group = rows.group
      let block = tape.slice(observations, columns: rows.start..<rows.start + group.width)
      let mask = group.validRows(of: block, on: tape)
      let embedded = rows.embedding(
        tape.reshape(block, rows: block.rows * group.rows, columns: group.columns), on: tape)
      for pooling in rows.pooling { parts.append(pooling(embedded, slots: group.rows, mask: mask, on: tape)) }
      return (embedded, mask)
    }
    return Features(rows: embedded, context: context(tape.concatenate(parts), on: tape))
  }

  @_specialize(where Scalar == Float)
  private func policy<Scalar>(_ features: Features, on tape: Tape<Scalar>) -> Variable {
    var logits: [Variable] = []
    if let contextLogits { logits.append(contextLogits(features.context, on: tape)) }
    for scored in pointers {
      let (embedded, mask) = features.rows[scored.rows]
      let slots = rows[scored.rows].group.rows
      let scores = scored.scorer(embedded, context: features.context, slots: slots, mask: mask, on: tape)
      for choice in 0..<scores.columns {
        let column = scores.columns == 1 ? scores : tape.slice(scores, columns: choice..<choice + 1)
        logits.append(tape.reshape(column, rows: scores.rows / slots, columns: slots))
      }
    }
    return tape.concatenate(logits)
  }

  @_specialize(where Scalar == Float)
  private func value<Scalar>(_ features: Features, on tape: Tape<Scalar>) -> Variable {
    var value = valueHead(features.context, on: tape)
    for scored in valueTerms {
      let (embedded, mask) = features.rows[scored.rows]
      let slots = rows[scored.rows].group.rows
      let scores = scored.scorer(embedded, context: features.context, slots: slots, mask: mask, on: tape)
      value = tape.add(value, tape.sumPool(scores, slots: slots))
    }
    return value
  }
}
