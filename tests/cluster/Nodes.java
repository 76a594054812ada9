import java.util.ArrayList;
import java.util.List;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * Nodes of one cluster on loopback: Nodes FOLDER MINE ALL PID. MINE are those of this JVM, each NAME:HTTP:TRANSPORT.
 * They end with the process PID, whatever ends it.
 */
public class Nodes {
    public static void main(String[] args) throws Exception {
        String[] mine = args[1].split(",");
        List<String> names = new ArrayList<>();
        List<String> seeds = new ArrayList<>();
        for (String node : args[2].split(",")) {
            names.add(node.split(":")[0]);
            seeds.add("127.0.0.1:" + node.split(":")[2]);
        }
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            // The runner counts from 1.
            String[] node = mine[number - 1].split(":");
            settings.put("node.name", node[0]);
            settings.put("discovery.type", "zen");
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", node[1]);
            settings.put("transport.port", node[2]);
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            // What docs/CLUSTER.md advises.
            settings.put("indices.recovery.max_bytes_per_sec", "500mb");
            settings.put("search.low_level_cancellation", false);
            settings.putList("discovery.seed_hosts", seeds);
            settings.putList("cluster.initial_cluster_manager_nodes", names);
        }).build(OpenSearchRunner.newConfigs().clusterName("kikigaki").numOfNode(mine.length).basePath(args[0]));
        while (ProcessHandle.of(Long.parseLong(args[3])).isPresent()) {
            Thread.sleep(500);
        }
        Runtime.getRuntime().halt(0);
    }
}
