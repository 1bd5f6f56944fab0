using Orleans;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Orleans.Grains.Messages;

/// <summary>A <see cref="Contribution"/> as a message.</summary>
[GenerateSerializer]
[Immutable]
[Alias("WeightlessNet.Contribution")]
internal readonly struct ContributionSurrogate(ContributionKind kind, string name, string? userField, string? userValue, double amount)
{
    [Id(0)]
    public readonly ContributionKind Kind = kind;

    [Id(1)]
    public readonly string Name = name;

    [Id(2)]
    public readonly string? UserField = userField;

    [Id(3)]
    public readonly string? UserValue = userValue;

    [Id(4)]
    public readonly double Amount = amount;

    public static ContributionSurrogate Of(Contribution part) => new(part.Kind, part.Name, part.UserField, part.UserValue, part.Amount);

    public Contribution ToContribution() => new(Kind, Name, Amount) { UserField = UserField, UserValue = UserValue };
}
