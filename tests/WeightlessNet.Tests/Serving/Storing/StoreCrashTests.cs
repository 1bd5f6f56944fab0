using Xunit;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>Crashes a store at every kind of call; every opening must find a state that the acknowledgments allow.</summary>
public sealed class StoreCrashTests
{
    private const int Crashes = 10_000;

    [Theory]
    [InlineData(true, Crashes)]
    [InlineData(false, Crashes / 2)]
    public async Task Everything_acknowledged_and_nothing_that_failed_is_there_after_crashes(bool flushes, int crashes)
    {
        for (int seed = 0; seed < crashes / CrashRun.Crashes; seed++)
        {
            string? violation = await new CrashRun(seed, flushes, static _ => { }).RunAsync();
            Assert.True(violation is null, $"Seed {seed}: {violation}");
        }
    }

    [Fact]
    public Task A_store_that_acknowledges_before_the_flush_is_caught() =>
        AssertCaughtAsync(seed => new CrashRun(seed, true, static disk => disk.IgnoresFileFlushes = true));

    [Fact]
    public Task A_store_that_does_not_flush_the_folder_is_caught() =>
        AssertCaughtAsync(seed => new CrashRun(seed, true, static disk => disk.IgnoresFolderFlushes = true));

    [Fact]
    public Task A_store_that_applies_twice_is_caught() =>
        AssertCaughtAsync(seed => new CrashRun(seed, true, static _ => { }, timesApplied: 2));

    private static async Task AssertCaughtAsync(Func<int, CrashRun> runOf)
    {
        for (int seed = 0; seed < Crashes / CrashRun.Crashes; seed++)
        {
            if (await runOf(seed).RunAsync() is not null)
            {
                return;
            }
        }

        Assert.Fail("The broken store was not noticed.");
    }
}
