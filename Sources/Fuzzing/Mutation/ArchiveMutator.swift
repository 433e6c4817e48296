import Foundation
import Persistence
import Randomness

/// Changes what an archive says, not how it is written down: the result is a sound file with unsound content.
struct ArchiveMutator {
  private static let values: [Float] = [
    0, -0.0, 1, -1, 0.5, 2, 3, 7, 64, 1e9, -1e9, 8_388_607, 8_388_608, 9e18, -9.3e18, 1e30, .infinity, -.infinity, .nan,
    .leastNonzeroMagnitude, .greatestFiniteMagnitude,
  ]

  /// A sound file with one to three changes.
  static func mutant(of file: Data, using random: inout RandomStream) -> Data {
    guard let archive = try? TensorArchive(serialized: file) else { return file }
    var (tensors, metadata) = (archive.tensors, archive.metadata)
    for _ in 0...random.index(below: 3) {
      if random.index(below: 2) == 0, !tensors.isEmpty {
        change(&tensors, using: &random)
      } else {
        change(&metadata, using: &random)
      }
    }
    var result = TensorArchive()
    result.metadata = metadata
    for tensor in tensors where !result.tensors.contains(where: { $0.name == tensor.name }) { result.add(tensor) }
    return (try? result.serialized()) ?? file
  }

  private static func change(_ tensors: inout [TensorArchive.Tensor], using random: inout RandomStream) {
    let (place, other) = (random.index(below: tensors.count), random.index(below: tensors.count))
    switch random.index(below: 12) {
    case 0: tensors.remove(at: place)
    case 1: tensors[place].name = tensors[other].name
    case 2: tensors.swapAt(place, other)
    case 3:
      let count = random.index(below: 100)
      tensors[place] = .init(
        name: tensors[place].name, shape: [count], values: [Float](repeating: 1, count: count))
    case 4:
      tensors[place] = .init(
        name: tensors[place].name, shape: tensors[place].shape,
        values: tensors[place].values.map { _ in values[random.index(below: values.count)] })
    default:
      guard !tensors[place].values.isEmpty else { return }
      for _ in 0...random.index(below: 4) {
        let index = random.index(below: tensors[place].values.count)
        tensors[place].values[index] = values[random.index(below: values.count)]
      }
    }
  }

  private static func change(_ metadata: inout [String: String], using random: inout RandomStream) {
    let keys = metadata.keys.sorted()
    guard !keys.isEmpty else { return }
    let (key, other) = (keys[random.index(below: keys.count)], keys[random.index(below: keys.count)])
    switch random.index(below: 8) {
    case 0: metadata[key] = nil
    case 1: metadata[key] = metadata[other]
    case 2: metadata[key] = String(decoding: Fragments.word(using: &random), as: UTF8.self)
    case 3, 4: metadata[key] = String(decoding: Fragments.number(using: &random), as: UTF8.self)
    case 5: metadata[key] = String(random.index(below: 60))
    default:
      let mutator = Mutator(corpus: [Data((metadata[key] ?? "").utf8)])
      metadata[key] = String(decoding: mutator.mutant(using: &random), as: UTF8.self)
    }
  }
}
