namespace WeightlessNet.Scenarios.Kills;

/// <summary>What one writer did before the kill: its acknowledged steps, in their order, and the one that was under way.</summary>
internal sealed class WriterLog
{
    /// <summary>The acknowledged steps.</summary>
    public List<Step> Acknowledged { get; } = [];

    /// <summary>The step that had begun and was not acknowledged; null if there was none.</summary>
    public Step? UnderWay { get; private set; }

    /// <summary>Takes the lines of this writer, in their order.</summary>
    public void Take(KillLine line)
    {
        switch (line.Kind)
        {
            case KillLineKind.Begun:
                Assert.Null(UnderWay);
                UnderWay = line.Step;
                break;
            case KillLineKind.Acknowledged:
                Assert.NotNull(UnderWay);
                Acknowledged.Add(UnderWay);
                UnderWay = null;
                break;
            case KillLineKind.Wrong:
                Assert.Fail($"{line} returned something else.");
                break;
        }
    }
}
