using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Grains.Internals;

namespace WeightlessNet.Orleans.Tests.Grains;

/// <summary>A silo reads no more users at once than it may.</summary>
public sealed class UserLoadsTests
{
    [Fact]
    public async Task Others_wait_and_come_after_a_failure_too()
    {
        using UserLoads loads = new(new UserGrainOptions { SimultaneousLoads = 3 });
        int present = 0;
        int most = 0;
        Task<int>[] all =
        [
            .. Enumerable.Range(0, 30).Select(i => loads.RunAsync(
                async () =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref present));
                    await Task.Delay(2);
                    Interlocked.Decrement(ref present);
                    return i % 10 == 0 ? throw new IOException("The disk cannot be read.") : i;
                },
                default)),
        ];
        for (int i = 0; i < all.Length; i++)
        {
            if (i % 10 == 0)
            {
                await Assert.ThrowsAsync<IOException>(() => all[i]);
            }
            else
            {
                Assert.Equal(i, await all[i]);
            }
        }

        Assert.Equal(3, most);
        Assert.Throws<ArgumentOutOfRangeException>(() => new UserGrainOptions { SimultaneousLoads = 0 });
    }
}
