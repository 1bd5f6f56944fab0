using WeightlessNet.Recommenders.WeightedNetworks;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.WeightedNetworks;

public sealed class WeightedNetworkOptionsTests
{
    public static TheoryData<string, Func<WeightedNetworkOptions>> Refused => new()
    {
        { "HiddenUnits", () => new() { HiddenUnits = 0 } },
        { "HiddenUnits", () => new() { HiddenUnits = 257 } },
        { "Epochs", () => new() { Epochs = 0 } },
        { "Epochs", () => new() { Epochs = 10_001 } },
        { "LearningRate", () => new() { LearningRate = 0 } },
        { "LearningRate", () => new() { LearningRate = 1.01 } },
        { "LearningRate", () => new() { LearningRate = double.NaN } },
        { "WeightDecay", () => new() { WeightDecay = -0.1 } },
        { "WeightDecay", () => new() { WeightDecay = double.PositiveInfinity } },
        { "WeightDecay", () => new() { WeightDecay = double.NaN } },
        { "OnlineLearningRate", () => new() { OnlineLearningRate = 0 } },
        { "OnlineLearningRate", () => new() { OnlineLearningRate = double.NaN } },
        { "OnlineWeightDecay", () => new() { OnlineWeightDecay = -1 } },
        { "OnlineWeightDecay", () => new() { OnlineWeightDecay = 1001 } },
        { "UserShrinkage", () => new() { UserShrinkage = 0 } },
        { "UserShrinkage", () => new() { UserShrinkage = 1001 } },
        { "ReplayedRatings", () => new() { ReplayedRatings = -1 } },
        { "ReplayedRatings", () => new() { ReplayedRatings = 10_001 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_out_of_range_is_refused_by_name(string name, Func<WeightedNetworkOptions> make) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, make);

    [Fact]
    public void The_crowd_is_required() =>
        Assert.Throws<ArgumentNullException>("Crowd", () => new WeightedNetworkOptions { Crowd = null! });

    [Fact]
    public void The_ends_of_the_ranges_are_accepted()
    {
        WeightedNetworkOptions least = new()
        {
            HiddenUnits = 1,
            Epochs = 1,
            LearningRate = double.Epsilon,
            WeightDecay = 0,
            OnlineLearningRate = double.Epsilon,
            OnlineWeightDecay = 0,
            UserShrinkage = 1,
            ReplayedRatings = 0,
        };
        WeightedNetworkOptions most = new()
        {
            HiddenUnits = 256,
            Epochs = 10_000,
            LearningRate = 1,
            WeightDecay = 1000,
            OnlineLearningRate = 1,
            OnlineWeightDecay = 1000,
            UserShrinkage = 1000,
            ReplayedRatings = 10_000,
        };
        Assert.Equal((1, 0), (least.HiddenUnits, least.ReplayedRatings));
        Assert.Equal((256, 10_000), (most.HiddenUnits, most.ReplayedRatings));
    }
}
