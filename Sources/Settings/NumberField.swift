/// What the numbers of a field must be, so that one that is not is refused by its name.
struct NumberField {
  private enum Kind {
    case whole(any (FixedWidthInteger & Sendable).Type)
    case real(largest: Double)
  }

  private let kind: Kind
  private let isList: Bool

  /// A field of a type; `nil` unless it is a number, or a list of numbers, or an optional of either.
  init?(of type: Any.Type) {
    guard
      let (kind, isList) = Self.known.first(where: { $0.types.contains { $0 == type } }).map({ entry in
        (entry.kind, entry.types[2...].contains { $0 == type })
      })
    else { return nil }
    self.kind = kind
    self.isList = isList
  }

  private static var known: [(types: [Any.Type], kind: Kind)] {
    [
      whole(Int.self), whole(Int8.self), whole(Int16.self), whole(Int32.self), whole(Int64.self), whole(UInt.self),
      whole(UInt8.self), whole(UInt16.self), whole(UInt32.self), whole(UInt64.self),
      (types(Float.self), .real(largest: Double(Float.greatestFiniteMagnitude))),
      (types(Double.self), .real(largest: .greatestFiniteMagnitude)),
    ]
  }

  private static func whole<Number: FixedWidthInteger & Sendable>(_ type: Number.Type) -> ([Any.Type], Kind) {
    (types(type), .whole(type))
  }

  private static func types<Number>(_ type: Number.Type) -> [Any.Type] {
    [type, Number?.self, [Number].self, [Number]?.self]
  }

  /// The rule that a value breaks; `nil` if it breaks none.
  func refusal(of value: JSONValue) -> String? {
    if case .list(let values) = value, isList {
      return values.lazy.compactMap(brokenRule(by:)).first.map { "be a list of \($0)" }
    }
    return brokenRule(by: value).map { "be a \($0)" }
  }

  /// What is no number at all is for the decoder to refuse, which says where it is.
  private func brokenRule(by value: JSONValue) -> String? {
    switch (kind, value) {
    case (.whole(let type), .integer(let number)): Self.fits(number, type) ? nil : range(of: type)
    case (.whole(let type), .unsigned(let number)): Self.fits(number, type) ? nil : range(of: type)
    case (.whole(let type), .number(let number)):
      number.rounded() == number ? range(of: type) : noun("whole number")
    case (.real(let largest), .number(let number)):
      abs(number) <= largest || !number.isFinite ? nil : "\(noun("number")) between -\(largest) and \(largest)"
    default: nil
    }
  }

  private func noun(_ singular: String) -> String { isList ? singular + "s" : singular }

  private func range<Number: FixedWidthInteger>(of type: Number.Type) -> String {
    "\(noun("whole number")) in \(Number.min)...\(Number.max)"
  }

  private static func fits<Number: FixedWidthInteger>(_ number: some BinaryInteger, _ type: Number.Type) -> Bool {
    Number(exactly: number) != nil
  }
}
