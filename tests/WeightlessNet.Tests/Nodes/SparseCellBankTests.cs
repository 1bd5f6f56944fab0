using WeightlessNet.Bits;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Nodes;

public sealed class SparseCellBankTests
{
    [Fact]
    public void A_bank_behaves_like_a_dictionary_when_rows_come_and_go()
    {
        const int Nodes = 3;
        SparseCellBank bank = new(Nodes, 16);
        SplitMix64 random = new(1);
        List<(ulong[] Addresses, int Class)> learned = [];
        for (int step = 0; step < 6000; step++)
        {
            // Grows to about 1,000 examples, shrinks to none, and grows again.
            bool grows = step % 3000 < 1500 ? random.Next(3) > 0 : random.Next(3) == 0;
            if (grows || learned.Count == 0)
            {
                // Neighboring numbers and multiples, which collide in a weak hash.
                ulong[] addresses = [.. Enumerable.Range(0, Nodes).Select(_ => (ulong)random.Next(600) << (random.Next(3) * 26))];
                learned.Add((addresses, random.Next(16)));
                bank.Increment(learned[^1].Addresses, learned[^1].Class);
            }
            else
            {
                int index = random.Next(learned.Count);
                bank.Decrement(learned[index].Addresses, learned[index].Class);
                learned.RemoveAt(index);
            }

            if (step % 100 == 0 || learned.Count < 5)
            {
                Assert.Equal(CellsOf(learned), bank.NonZero());
                Assert.Equal(Enumerable.Range(0, Nodes).Sum(n => learned.Select(e => e.Addresses[n]).Distinct().Count()), bank.RowCount);
            }
        }
    }

    [Fact]
    public void An_emptied_bank_has_no_rows_and_little_memory()
    {
        SparseCellBank bank = new(1, 16);
        ulong[][] addresses = [.. Enumerable.Range(0, 5000).Select(i => new[] { (ulong)i * 977 })];
        foreach (ulong[] address in addresses)
        {
            bank.Increment(address, 3);
        }

        int full = bank.RowCapacity;
        foreach (ulong[] address in addresses)
        {
            bank.Decrement(address, 3);
        }

        Assert.Equal(8192, full);
        Assert.Equal(0, bank.RowCount);
        Assert.Equal(8, bank.RowCapacity);
        Assert.Empty(bank.NonZero());
        Assert.False(bank.CanDecrement(addresses[0], 3, 1));
    }

    [Fact]
    public void Counts_overflow_16_bits_move_with_their_row()
    {
        SparseCellBank bank = new(1, 16);
        bank.Increment([7], 0);
        bank.Add(new CellCount(0, 9, 2, 70_000));
        bank.Add(new CellCount(0, 9, 3, 5));

        // The row of address 9 moves into the place of the row of address 7.
        bank.Decrement([7], 0);

        Assert.Equal([new CellCount(0, 9, 2, 70_000), new CellCount(0, 9, 3, 5)], bank.NonZero());
        bank.Increment([11], 2);
        Assert.Contains(new CellCount(0, 11, 2, 1), bank.NonZero());
        bank.Widen(32);
        Assert.Equal([new CellCount(0, 9, 2, 70_000), new CellCount(0, 9, 3, 5), new CellCount(0, 11, 2, 1)], bank.NonZero());
    }

    private static IEnumerable<CellCount> CellsOf(List<(ulong[] Addresses, int Class)> examples) => examples
        .SelectMany(example => example.Addresses.Select((address, node) => (node, address, example.Class)))
        .CountBy(cell => cell)
        .OrderBy(pair => pair.Key)
        .Select(pair => new CellCount(pair.Key.node, pair.Key.address, pair.Key.Class, pair.Value));
}
