using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Reports.Internals;

/// <summary>Names in reports.</summary>
internal static class Named
{
    /// <summary>The only result with a name.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static TResult Find<TResult>(IReadOnlyList<TResult> results, Func<TResult, string> nameOf, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (TResult result in results)
        {
            if (nameOf(result) == name)
            {
                return result;
            }
        }

        throw Missing(name, results.Select(nameOf));
    }

    /// <summary>The error that a report has no result with a name.</summary>
    public static KeyNotFoundException Missing(string name, IEnumerable<string> names) =>
        new($"The report has no result '{name}'. It has: {string.Join(", ", names.Distinct())}.");

    /// <summary>A kind of result in a table.</summary>
    public static string KindOf(ResultKind kind) => kind == ResultKind.Baseline ? "baseline" : "candidate";

    /// <summary>A range of whole numbers in words; without an end if there is no maximum.</summary>
    public static string RangeOf(int minimum, int? maximum) =>
        maximum is not int last ? $"{minimum} or more" : last == minimum ? $"{minimum}" : $"{minimum} to {last}";
}
