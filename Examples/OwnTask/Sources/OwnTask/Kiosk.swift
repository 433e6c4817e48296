import RLFramework

/// A kiosk that orders goods for the next day: too few lose sales, too many cost storage.
///
/// Each evening it may order; the goods arrive before the shop opens. Customers come in numbers drawn uniformly from a
/// range that is higher at the weekend. After four weeks the season is over and what is left is worthless. An order
/// that the shelf has no room for is masked.
struct Kiosk: Environment {
  /// Units that fit on the shelf.
  static let capacity = 12
  /// Days of a season.
  static let days = 28
  /// The largest order, units.
  static let largestOrder = 8

  private(set) var stock = 0
  private(set) var day = 0
  private var demand = RandomStream(seed: 0)

  var actionSpace: DiscreteAction.Domain { .init(count: Self.largestOrder + 1) }

  var observationSpace: ObservationSpace {
    ObservationSpace(groups: [.init("stock", columns: 1), .init("weekday", columns: 7), .init("season", columns: 1)])
  }

  var masksActions: Bool { true }

  mutating func reset(using random: inout RandomStream) {
    // A stream of its own for the episode: the demand of a season depends on its first draw and on nothing else.
    demand = RandomStream(seed: random.next())
    stock = 0
    day = 0
  }

  mutating func step(_ action: DiscreteAction) -> StepOutcome {
    let customers = Int.random(in: Self.customers(on: day), using: &demand)
    let profit = Self.profit(stock: stock, order: action.index, customers: customers)
    stock = max(0, stock + action.index - customers)
    day += 1
    // The season itself ends, nothing of value comes after it: a termination, not a truncation.
    return StepOutcome(reward: Float(profit), end: day == Self.days ? .terminated : nil)
  }

  func writeObservation(into row: inout MutableSpan<Float>) {
    row[0] = Float(stock) / Float(Self.capacity)
    for weekday in 0..<7 { row[1 + weekday] = day % 7 == weekday ? 1 : 0 }
    row[8] = Float(day) / Float(Self.days)
  }

  func writeActionMask(into row: inout MutableSpan<Bool>) {
    for order in row.indices { row[order] = stock + order <= Self.capacity }
  }

  /// How many customers may come on a day; every number is as likely.
  static func customers(on day: Int) -> ClosedRange<Int> { day % 7 >= 5 ? 4...8 : 0...4 }

  /// Money made on a day, in units of the purchase price.
  static func profit(stock: Int, order: Int, customers: Int) -> Double {
    let sold = min(stock + order, customers)
    let stored = stock + order - sold
    let delivery = order > 0 ? 2.0 : 0
    return 2.5 * Double(sold) - Double(order) - delivery - 0.2 * Double(stored)
  }
}
