import type { Call } from '../../shell-text/grammar.ts';
import { asks } from './asks.ts';
import { after } from './container-command.ts';
import type { Entry, HazardCase } from './entry.ts';
import { SAFE } from './entry.ts';
import { tool, words } from './tool.ts';

const rule = (risk: HazardCase['risk'], text: string): HazardCase => ({ rule: 'K8S', risk, text });
const OPTIONS =
  '-n= --namespace= --context= --kubeconfig= --cluster= --user= -s= --server= --token= --as= --as-group= --as-uid= --request-timeout= -v= --v= --cache-dir= --certificate-authority= --client-certificate= --client-key= --insecure-skip-tls-verify --match-server-version --tls-server-name= --warnings-as-errors';

const KUBECTL: Entry = {
  ...tool({
    names: 'kubectl oc k3s-kubectl',
    options: OPTIONS,
    reads: [
      ...'get describe logs top version explain api-resources api-versions cluster-info wait events diff options'.split(
        ' ',
      ),
      ...['rollout status', 'rollout history', 'auth can-i', 'auth whoami', 'plugin list'],
      ...['config view', 'config get-contexts', 'config current-context', 'config get-clusters', 'config get-users'],
      ...['apply view-last-applied', 'cnpg status'],
      // OpenShift
      ...['status', 'projects', 'whoami', 'adm top'],
    ],
    writes: /^--(profile|output-d|log-f|log-d)/u,
    cases: [
      // `--dry-run` alone is refused since 1.23.
      asks(
        '--dry-run=client --dry-run=server',
        `${OPTIONS} -f= --filename= -k= --kustomize= -l= --selector= -o= --output= --field-manager= --timeout= --grace-period= --image= --from-literal= --from-file= --from-env-file= --replicas= --type= --patch= -p= -c= --container= -i -t -R --recursive -A --all-namespaces --all --force --now --wait --server-side --force-conflicts --prune --overwrite --local --save-config --record --validate --ignore-not-found --cascade?`,
      ),
      { ...rule('critical', 'supprime des objets de la grappe'), when: (call) => /^(delete|drain)$/u.test(verb(call)) },
      {
        ...rule('destructive', 'crée ou remplace des objets de la grappe'),
        when: (call) => /^(apply|create|run|expose|replace)$/u.test(verb(call)),
      },
    ],
    otherwise: rule('destructive', 'change des objets de la grappe'),
  }),
  subcommands: [
    {
      names: ['exec'],
      options: `${OPTIONS} -i --stdin -t --tty -c= --container= -q --quiet --pod-running-timeout= -f= --filename=`,
      cases: [SAFE],
      runs: after(1),
    },
  ],
};

/** Kubernetes and Helm. */
export const KUBERNETES: readonly Entry[] = [
  KUBECTL,
  tool({
    names: 'helm',
    options:
      '-n= --namespace= --kube-context= --kubeconfig= --kube-apiserver= --kube-token= --debug --registry-config= --repository-cache= --repository-config= --burst-limit= --qps=',
    reads: [
      ...'list ls status history hist get show inspect template lint version search env verify'.split(' '),
      ...['repo list', 'repo ls', 'plugin list', 'plugin ls', 'dependency list', 'dep list'],
    ],
    writes: /^--(output-d|dep)/u,
    runs: /^--post-r/u,
    cases: [
      asks(
        '--dry-run --dry-run=client --dry-run=server --dry-run=true',
        '-n= --namespace= --kube-context= --kubeconfig= --debug -f= --values= --set= --set-string= --set-file= --version= --timeout= --repo= -i --install --atomic --wait --wait-for-jobs --force --reuse-values --reset-values --reset-then-reuse-values --create-namespace --cleanup-on-fail --keep-history --no-hooks --disable-openapi-validation --skip-crds --devel --verify --dependency-update -g --generate-name --replace --hide-notes --hide-secret --render-subchart-notes --description= --history-max= -o= --output=',
      ),
    ],
    otherwise: rule('critical', 'change ou supprime une installation'),
  }),
];

function verb(call: Call): string {
  return words(call)[0] ?? '';
}
