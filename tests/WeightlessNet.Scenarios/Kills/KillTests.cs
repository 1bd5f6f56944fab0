using System.Globalization;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace WeightlessNet.Scenarios.Kills;

/// <summary>Kills a writing process at random moments. WEIGHTLESSNET_KILLS sets how often.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int DefaultKills = 20;
    private const int MostKillsUntilCaught = 20;

    // How rarely something may happen that has to happen once: on a slow disk few steps are done between two kills.
    private const int MostKillsUntilErased = 100;

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("WEIGHTLESSNET_KILLS"), CultureInfo.InvariantCulture, out int kills)
            ? kills
            : DefaultKills;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task What_was_acknowledged_survives_every_kill_and_what_was_forgotten_does_not(bool isTrained, bool isOfEvents)
    {
        using KillChain chain = new(seed: isTrained ? 1 : isOfEvents ? 4 : 2, isTrained, isOfEvents);
        while (chain.Rounds < Kills / 3 || (chain.ErasedChecked == 0 && chain.Rounds < MostKillsUntilErased))
        {
            await chain.KillOnceAsync();
        }

        output.WriteLine(
            $"{chain.Rounds} kills, {chain.Acknowledged} acknowledged steps, {chain.UnderWay} under way of which {chain.UnderWayDone} are "
            + $"there, {chain.ErasedChecked} times a forgotten user was looked for in the files, {chain.ReplaysCompared} replays compared");
        Assert.True(chain.ErasedChecked > 0);
        Assert.Equal(isTrained ? 0 : chain.Rounds, chain.ReplaysCompared);
        Assert.True(chain.Acknowledged > chain.Rounds, $"{chain.Acknowledged} steps");
        Assert.True(chain.UnderWay > 0);
    }

    [Fact]
    public async Task A_process_that_acknowledges_before_it_stores_is_caught()
    {
        using KillChain chain = new(seed: 3, isTrained: false, acknowledgesEarly: true);
        _ = await Assert.ThrowsAnyAsync<XunitException>(async () =>
        {
            while (chain.Rounds < MostKillsUntilCaught)
            {
                await chain.KillOnceAsync();
            }
        });
        output.WriteLine($"caught after {chain.Rounds} kills");
    }
}
