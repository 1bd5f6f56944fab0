using Orleans;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Orleans.Grains.Messages;

/// <summary>An <see cref="Explanation"/> as a message.</summary>
[GenerateSerializer]
[Immutable]
[Alias("WeightlessNet.Explanation")]
internal readonly struct ExplanationSurrogate(
    int user,
    int item,
    double score,
    ContributionSurrogate[] basis,
    ContributionSurrogate[] byField,
    RatingContributionSurrogate[] byRating,
    ControlContributionSurrogate[] byControl)
{
    [Id(0)]
    public readonly int User = user;

    [Id(1)]
    public readonly int Item = item;

    [Id(2)]
    public readonly double Score = score;

    [Id(3)]
    public readonly ContributionSurrogate[] Base = basis;

    [Id(4)]
    public readonly ContributionSurrogate[] ByField = byField;

    [Id(5)]
    public readonly RatingContributionSurrogate[] ByRating = byRating;

    [Id(6)]
    public readonly ControlContributionSurrogate[] ByControl = byControl;
}

/// <summary>Converts between the two.</summary>
[RegisterConverter]
internal sealed class ExplanationConverter : IConverter<Explanation, ExplanationSurrogate>
{
    public Explanation ConvertFromSurrogate(in ExplanationSurrogate surrogate) => new(
        surrogate.User,
        surrogate.Item,
        surrogate.Score,
        Array.ConvertAll(surrogate.Base, static part => part.ToContribution()),
        Array.ConvertAll(surrogate.ByField, static part => part.ToContribution()),
        Array.ConvertAll(surrogate.ByRating, static part => new RatingContribution(part.Item, part.Value, part.Amount)),
        Array.ConvertAll(surrogate.ByControl, static part => new ControlContribution(part.Id, part.Control, part.Amount)));

    public ExplanationSurrogate ConvertToSurrogate(in Explanation value) => new(
        value.User,
        value.Item,
        value.Score,
        [.. value.Base.Select(ContributionSurrogate.Of)],
        [.. value.ByField.Select(ContributionSurrogate.Of)],
        [.. value.ByRating.Select(static part => new RatingContributionSurrogate(part.Item, part.Value, part.Amount))],
        [.. value.ByControl.Select(static part => new ControlContributionSurrogate(part.Id, part.Control, part.Amount))]);
}
