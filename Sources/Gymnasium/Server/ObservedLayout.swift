import RLCore

/// Where the parts of an `observed` answer lie.
///
/// Observations [count × width] and rewards [count] as 32-bit floats; ends [count] and masks [count × maskWidth] as
/// bytes; then, for the environments that ended, in their order, final observations and after them final masks.
struct ObservedLayout {
  let count: Int
  let width: Int
  let maskWidth: Int

  /// Copies an answer to where the agent looks.
  ///
  /// - Returns: `nil` if the payload has another length or an end that is none.
  func read<A>(
    _ payload: UnsafeRawBufferPointer, into observations: inout ObservationBatch, _ transition: inout TransitionBatch<A>
  ) -> Void? {
    let rewards = 4 * count * width
    let ends = rewards + 4 * count
    let masks = ends + count
    let finals = masks + count * maskWidth
    guard payload.count >= finals else { return nil }
    let ended = payload[ends..<masks].lazy.filter { $0 != 0 }.count
    let finalMasks = finals + 4 * ended * width
    guard payload.count == finalMasks + ended * maskWidth else { return nil }

    copy(payload, from: 0, to: &observations.values, at: 0, count: count * width)
    copy(payload, from: rewards, to: &transition.rewards, at: 0, count: count)
    copyFlags(payload, from: masks, to: &observations.masks, at: 0, count: count * maskWidth)
    var row = 0
    for index in 0..<count {
      let code = payload[ends + index]
      guard code <= 2 else { return nil }
      observations.isStart[index] = code != 0
      transition.ends[index] = code == 0 ? nil : code == 1 ? .terminated : .truncated
      guard code != 0 else { continue }
      copy(payload, from: finals + 4 * row * width, to: &transition.finalObservations, at: index * width, count: width)
      copyFlags(
        payload, from: finalMasks + row * maskWidth, to: &transition.finalMasks, at: index * maskWidth,
        count: maskWidth)
      row += 1
    }
    return ()
  }

  /// Floats lie little-endian in the answer, as in the memory of every platform that this library runs on.
  private func copy(
    _ payload: UnsafeRawBufferPointer, from offset: Int, to values: inout [Float], at index: Int, count: Int
  ) {
    values.withUnsafeMutableBytes { bytes in
      UnsafeMutableRawBufferPointer(rebasing: bytes[4 * index..<4 * (index + count)])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: payload[offset..<offset + 4 * count]))
    }
  }

  private func copyFlags(
    _ payload: UnsafeRawBufferPointer, from offset: Int, to flags: inout [Bool], at index: Int, count: Int
  ) {
    for position in 0..<count { flags[index + position] = payload[offset + position] != 0 }
  }
}
