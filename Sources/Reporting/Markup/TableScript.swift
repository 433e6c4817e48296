/// The script of a report: a click on a heading sorts its table, a second click turns the order around.
///
/// The page is complete without it. It holds no `<` and no `&`, so that the page stays well-formed XML.
enum TableScript {
  static let text = """
    for (const button of document.querySelectorAll('th button')) {
      button.addEventListener('click', () => {
        const head = button.parentElement;
        const column = head.cellIndex;
        const body = head.closest('table').tBodies[0];
        const sign = head.getAttribute('aria-sort') === 'descending' ? 1 : -1;
        const numeric = !head.classList.contains('t');
        const key = row => row.cells[column].textContent;
        const number = row => parseFloat(key(row).replaceAll(',', ''));
        const rows = [...body.rows].sort((a, b) =>
          sign * (numeric ? number(a) - number(b) : key(a).localeCompare(key(b))));
        for (const other of head.parentElement.cells) { other.removeAttribute('aria-sort'); }
        head.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
        body.append(...rows);
      });
    }

    """
}
