using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>One change in a history.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Rating">The user, the item and the value; kinds without an item or a value ignore these.</param>
/// <param name="Number">A random number for kinds that need one.</param>
internal readonly record struct HistoryChange(HistoryChangeKind Kind, Rating Rating, int Number)
{
    /// <summary>Whether its effect depends on all changes before it, so that it runs while no other does.</summary>
    public bool IsAlone => Kind is HistoryChangeKind.Fit or HistoryChangeKind.Training;

    /// <summary>The change as a call.</summary>
    public override string ToString() => Kind switch
    {
        HistoryChangeKind.Learn => string.Create(
            CultureInfo.InvariantCulture, $"Learn({Rating.User}, {Rating.Item}, {Rating.Value}f, {Rating.Timestamp})"),
        HistoryChangeKind.Forget => $"Forget({Rating.User}, {Rating.Item})",
        HistoryChangeKind.SetRecency => $"SetRecency({Rating.User}, {(UserRecency)(Number % 2)})",
        HistoryChangeKind.Fit or HistoryChangeKind.Training or HistoryChangeKind.Shared => $"{Kind}({Number})",
        HistoryChangeKind.OfUser => $"{Kind}({Rating.User}, {Number})",
        _ => $"{Kind}({Rating.User})",
    };
}
