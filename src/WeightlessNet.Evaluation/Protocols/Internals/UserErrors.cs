using System.Runtime.InteropServices;
using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Accumulates the prediction errors of each user.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class UserErrors
{
    private readonly Dictionary<int, RatingErrors> _errors = [];

    public void Add(in Rating rating, double predicted) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_errors, rating.User, out _).Add(predicted, rating.Value);

    /// <summary>The root mean squared error of each user, ordered by user id.</summary>
    public IReadOnlyList<UserValue> Rmse() =>
        Array.AsReadOnly([.. _errors.OrderBy(user => user.Key).Select(user => new UserValue(user.Key, user.Value.Rmse))]);
}
