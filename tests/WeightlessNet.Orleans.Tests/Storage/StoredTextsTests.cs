using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>What is stored prints what it is, without its bytes.</summary>
public sealed class StoredTextsTests
{
    [Fact]
    public void A_write_prints_what_it_writes()
    {
        Assert.Equal("entry of 3 bytes, no change of the crowd", UserWrite.Append(new byte[3]).ToString());
        Assert.Equal("entry of 1 bytes, change of the crowd of 2 bytes", UserWrite.Append(new byte[1], new byte[2]).ToString());
        Assert.Equal("snapshot of 5 bytes, no change of the crowd", UserWrite.Replace(new byte[5]).ToString());
        Assert.Equal("snapshot of 0 bytes, change of the crowd of 1 bytes", UserWrite.Replace(default, new byte[1]).ToString());
    }

    [Fact]
    public void A_document_and_a_checkpoint_print_their_numbers()
    {
        Assert.Equal("document 3 of 4 bytes", new StoredDocument(3, new byte[4]).ToString());
        long[] positions = new long[CrowdParts.Count];
        (positions[1], positions[5]) = (100, 20);
        Assert.Equal("checkpoint 7 of 120 changes in 9 bytes", new CrowdCheckpoint(7, positions, new byte[9]).ToString());
        Array.Fill(positions, long.MaxValue);
        Assert.Equal("checkpoint 7 of 147573952589676412912 changes in 0 bytes", new CrowdCheckpoint(7, positions, default).ToString());
    }
}
